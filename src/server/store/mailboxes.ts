import type { Engine } from './engine.ts'

export interface StoredMailbox {
  readonly id: string
  /** Hash of the token that opens it. */
  readonly token: string
  /** The keys of the one who opened it, and of the one who first wrote slot 1. */
  readonly creator: string
  readonly claimer: string | null
  readonly lives: 'code' | 'link'
  readonly expiresAt: number
}

/** Where two phones that share a secret leave each other sealed messages. */
export interface Mailboxes {
  /** Nobody else changes it until the transaction ends. */
  lockMailbox(id: string): Promise<StoredMailbox | null>
  createMailbox(mailbox: StoredMailbox): Promise<void>
  claimMailbox(id: string, claimer: string, expiresAt: number): Promise<void>
  messagesOf(mailbox: string): Promise<ReadonlyMap<number, string>>
  keepMessage(mailbox: string, slot: number, message: string): Promise<void>
  /** Drops every mailbox that ended before this time, with its messages. */
  sweepMailboxes(endedBefore: number): Promise<void>
}

export function mailboxesIn({ db, lock }: Engine): Mailboxes {
  return {
    async lockMailbox(id) {
      await lock(`mailbox ${id}`)
      const row = await db
        .selectFrom('mailboxes')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      if (!row) return null
      const { token, creator, claimer, expires_at } = row
      const lives = row.lives as 'code' | 'link'
      return { id, token, creator, claimer, lives, expiresAt: expires_at }
    },

    async createMailbox({ id, token, creator, claimer, lives, expiresAt }) {
      await db
        .insertInto('mailboxes')
        .values({ id, token, creator, claimer, lives, expires_at: expiresAt })
        .execute()
    },

    async claimMailbox(id, claimer, expiresAt) {
      await db
        .updateTable('mailboxes')
        .set({ claimer, expires_at: expiresAt })
        .where('id', '=', id)
        .execute()
    },

    async messagesOf(mailbox) {
      const rows = await db
        .selectFrom('messages')
        .select(['slot', 'message'])
        .where('mailbox', '=', mailbox)
        .execute()
      return new Map(rows.map((row) => [row.slot, row.message]))
    },

    async keepMessage(mailbox, slot, message) {
      await db.insertInto('messages').values({ mailbox, slot, message }).execute()
    },

    async sweepMailboxes(endedBefore) {
      await db.deleteFrom('mailboxes').where('expires_at', '<', endedBefore).execute()
    },
  }
}
