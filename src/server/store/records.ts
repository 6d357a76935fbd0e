import { type AuthoredMove, compareMoves, type Move } from '../../journal/move.ts'
import type { Envelope } from '../../sync/envelope.ts'
import type { Engine } from './engine.ts'
import { ask } from './written.ts'

export interface StoredRecord {
  readonly envelope: Envelope
  readonly digest: string
  /** The envelope as the JSON that is kept and travels. */
  readonly text: string
}

/** The records of an author: the current envelope of each, and what it took the place of. */
export interface Records {
  recordsOf(author: string, ids: readonly string[]): Promise<ReadonlyMap<string, StoredRecord>>
  /** Digests of all that was once current under these ids and is no longer. */
  supersededOf(author: string, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Makes these envelopes the current ones. No id may come twice. */
  keepRecords(records: readonly StoredRecord[]): Promise<void>
  keepSuperseded(records: readonly StoredRecord[]): Promise<void>
}

/** The records that a couple shares. */
export interface Cards {
  /** Which of these ids a card of the partner's bears already. */
  idsOfPartner(couple: string, author: string, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Every move the server can read of this couple, in the order of the timeline. */
  movesOf(couple: string): Promise<AuthoredMove[]>
  /** Says that they have changed. */
  countMoves(couple: string): Promise<void>
}

export function recordsIn(engine: Engine): Records & Cards {
  const { db } = engine
  return {
    async recordsOf(author, ids) {
      const rows = await ask(engine, 'records', [author, ...ids], () =>
        db
          .selectFrom('records')
          .select(['id', 'digest', 'envelope'])
          .where('author', '=', author)
          .where('id', 'in', ids),
      )
      return new Map(
        rows.map(({ id, digest, envelope: text }) => {
          const envelope = JSON.parse(text) as Envelope
          return [id, { envelope, digest, text }]
        }),
      )
    },

    async supersededOf(author, ids) {
      const rows = await ask(engine, 'superseded', [author, ...ids], () =>
        db
          .selectFrom('superseded')
          .select('digest')
          .where('author', '=', author)
          .where('id', 'in', ids),
      )
      return new Set(rows.map((row) => row.digest))
    },

    async keepRecords(records) {
      if (records.length === 0) return
      const rows = records.map(rowOf)
      await ask(
        engine,
        'keep records',
        rows.flatMap((row) => Object.values(row)),
        () =>
          db
            .insertInto('records')
            .values(rows)
            .onConflict((conflict) =>
              conflict.columns(['author', 'id']).doUpdateSet((row) => ({
                rev: row.ref('excluded.rev'),
                deleted: row.ref('excluded.deleted'),
                digest: row.ref('excluded.digest'),
                bytes: row.ref('excluded.bytes'),
                move: row.ref('excluded.move'),
                envelope: row.ref('excluded.envelope'),
              })),
            ),
      )
    },

    async keepSuperseded(records) {
      if (records.length === 0) return
      const rows = records.map(({ envelope: { author, id }, digest }) => ({ author, id, digest }))
      await ask(
        engine,
        'keep superseded',
        rows.flatMap((row) => Object.values(row)),
        () =>
          db
            .insertInto('superseded')
            .values(rows)
            .onConflict((conflict) => conflict.columns(['author', 'id', 'digest']).doNothing()),
      )
    },

    async idsOfPartner(couple, author, ids) {
      const rows = await ask(engine, 'ids of partner', [couple, ...ids, author], () =>
        db
          .selectFrom('records')
          .select('id')
          .where('couple', '=', couple)
          .where('id', 'in', ids)
          .where('author', '!=', author),
      )
      return new Set(rows.map((row) => row.id))
    },

    async movesOf(couple) {
      const rows = await db
        .selectFrom('records')
        .select(['author', 'id', 'move'])
        .where('couple', '=', couple)
        .where('deleted', '=', 0)
        .where('move', 'is not', null)
        .execute()
      return rows
        .map(({ id, author, move }) => ({ id, author, ...(JSON.parse(move as string) as Move) }))
        .sort(compareMoves)
    },

    async countMoves(couple) {
      await ask(engine, 'count moves', [1, couple], () =>
        db
          .updateTable('couples')
          .set((row) => ({ moves: row('moves', '+', 1) }))
          .where('id', '=', couple),
      )
    },
  }
}

function rowOf({ envelope, digest, text }: StoredRecord) {
  const { author, id, couple, rev, deleted, move } = envelope
  return {
    author,
    id,
    couple,
    rev,
    deleted: Number(deleted),
    digest,
    bytes: text.length,
    move: move && JSON.stringify(move),
    envelope: text,
  }
}
