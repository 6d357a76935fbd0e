import { digestOf } from '../../sync/bytes.ts'
import { digestEnvelope, type Envelope } from '../../sync/envelope.ts'
import type { Engine } from './engine.ts'

/** Letting go: of what could be read of a couple, and of a whole person. */
export interface Forgetting {
  /**
   * Lets go of every move of this author's that could be read in a couple. The sealed records stay with
   * both, and what was acknowledged with its move is still acknowledged.
   */
  dropMoves(couple: string, author: string): Promise<void>
  /** Whether there was a person of this id who has deleted their account. */
  isForgotten(person: string): Promise<boolean>
  /**
   * Deletes a person: records, feed, chain, devices and key files, their couples' too, and their rows in
   * everybody else's feed. What stays is one digest of their id, so that a phone they forgot in a drawer
   * does not bring them back; and the chain of a couple, which holds ids, digests and signatures and no
   * key, as long as the other is here: it is their phones' proof that the couple was left.
   */
  forget(person: string): Promise<void>
}

/** Rows changed by one statement, at most. */
const AT_ONCE = 200

export function forgettingIn({ db }: Engine): Forgetting {
  return {
    async dropMoves(couple, author) {
      for (;;) {
        const rows = await db
          .selectFrom('records')
          .select(['id', 'digest', 'envelope'])
          .where('couple', '=', couple)
          .where('author', '=', author)
          .where('move', 'is not', null)
          .limit(AT_ONCE)
          .execute()
        for (const { id, digest, envelope: text } of rows) {
          const envelope = { ...(JSON.parse(text) as Envelope), move: null } as Envelope
          const kept = JSON.stringify(envelope)
          await db
            .updateTable('records')
            .set({
              move: null,
              envelope: kept,
              bytes: kept.length,
              digest: digestEnvelope(envelope),
            })
            .where('author', '=', author)
            .where('id', '=', id)
            .execute()
          await db
            .insertInto('superseded')
            .values({ author, id, digest })
            .onConflict((conflict) => conflict.columns(['author', 'id', 'digest']).doNothing())
            .execute()
        }
        if (rows.length < AT_ONCE) return
      }
    },

    async isForgotten(person) {
      const row = await db
        .selectFrom('forgotten')
        .select('digest')
        .where('digest', '=', traceOf(person))
        .executeTakeFirst()
      return row !== undefined
    },

    async forget(person) {
      const keys = db.selectFrom('devices').select('sign').where('person', '=', person)
      await db.deleteFrom('mailboxes').where('creator', 'in', keys).execute()
      await db.deleteFrom('mailboxes').where('claimer', 'in', keys).execute()
      await db.deleteFrom('feed').where('author', '=', person).execute()
      await db.deleteFrom('feed').where('person', '=', person).execute()
      await db.deleteFrom('superseded').where('author', '=', person).execute()
      await db.deleteFrom('records').where('author', '=', person).execute()
      await db.deleteFrom('key_files').where('owner', '=', person).execute()
      await db.deleteFrom('feed_heads').where('person', '=', person).execute()
      await db.deleteFrom('devices').where('person', '=', person).execute()
      await db.deleteFrom('people').where('id', '=', person).execute()
      await dropCouples(person)
      await db
        .insertInto('forgotten')
        .values({ digest: traceOf(person) })
        .onConflict((conflict) => conflict.column('digest').doNothing())
        .execute()
    },
  }

  /**
   * The keys that were wrapped for the two go at once: whoever is left has kept theirs
   * (`device/couple/earlier-keys.ts`). A couple of whom nobody is left goes too.
   */
  async function dropCouples(person: string): Promise<void> {
    const couples = await db
      .selectFrom('couples')
      .select(['id', 'left_member', 'right_member'])
      .where((where) =>
        where.or([where('left_member', '=', person), where('right_member', '=', person)]),
      )
      .execute()
    for (const { id, left_member: left, right_member: right } of couples) {
      await db.deleteFrom('key_files').where('owner', '=', id).execute()
      const others = await db
        .selectFrom('people')
        .select('id')
        .where('id', 'in', [left, right])
        .execute()
      if (others.length === 0) await db.deleteFrom('couples').where('id', '=', id).execute()
    }
  }
}

/** A digest of an id, not the id: it answers a question about one person, and names nobody. */
const traceOf = (person: string): string => digestOf(['tideline-forgotten', person])
