import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/**
 * The second wall, on PostgreSQL: the database itself shows a person nothing but what that person may
 * see. The first is the code that asks with the right ids; where it ever asked with wrong ones, what
 * comes back is no rows. Each transaction says whom it is for; one that does not sees none of these.
 *
 * Outside stand people, couples, devices and mailboxes: they are asked before it is known who asks,
 * and hold public keys, and what only a token opens.
 */
export const WALLED = ['records', 'superseded', 'feed_heads', 'feed', 'key_files'] as const

/** A role that no table belongs to, for connections whose own role would walk through the wall. */
export const API_ROLE = 'tideline_api'

/** What a transaction says to be somebody's. */
export const PERSON_SETTING = 'tideline.person'

export async function raiseWall(db: Kysely<Tables>): Promise<void> {
  await db.schema.createIndex('couples_of_left').on('couples').column('left_member').execute()
  for (const table of WALLED) {
    await sql`alter table ${sql.table(table)} enable row level security`.execute(db)
    // The owner of a table is let through unless told otherwise.
    await sql`alter table ${sql.table(table)} force row level security`.execute(db)
  }
  for (const policy of POLICIES) await sql.raw(policy).execute(db)
}

const ME = `(select current_setting('${PERSON_SETTING}', true))`

/** Whether the couple named by a column has this person in it. */
const isMine = (couple: string) =>
  `exists (select from couples c where c.id = ${couple} and ${ME} in (c.left_member, c.right_member))`

/** Whether a column names this person, or somebody who is or was in a couple with them. */
const sharesWithMe = (person: string) => `(${person} = ${ME} or exists (
  select from couples c
  where (c.left_member = ${person} and c.right_member = ${ME})
     or (c.left_member = ${ME} and c.right_member = ${person})))`

const POLICIES = [
  `create policy own on records using (author = ${ME})`,
  `create policy shared on records for select using (couple is not null and ${isMine('couple')})`,
  `create policy own on superseded using (author = ${ME})`,
  // A push numbers its records in the feeds of both who may read them, and sees no more of the other's.
  `create policy own on feed using (person = ${ME} or author = ${ME})
     with check (author = ${ME} and ${sharesWithMe('person')})`,
  `create policy numbered on feed_heads using (${sharesWithMe('person')})`,
  `create policy own on key_files using (owner = ${ME} or ${isMine('owner')})`,
]
