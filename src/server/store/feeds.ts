import type { Engine } from './engine.ts'
import { ask } from './written.ts'

/** A row of a feed, its envelope as the JSON text that travels. */
export interface FeedText {
  readonly seq: number
  readonly record: string
}

export interface Place {
  readonly person: string
  readonly seq: number
  readonly author: string
  readonly id: string
}

/** Which rows: above a number upwards, or below a number downwards. */
export type Span = { readonly after: number } | { readonly before: number }

/** One person's numbered list of what they may see; each with a counter of its own. */
export interface Feeds {
  headOf(person: string): Promise<number>
  /** The heads of these feeds; nobody else numbers in them until the transaction ends. */
  lockHeads(people: readonly string[]): Promise<ReadonlyMap<string, number>>
  setHeads(heads: ReadonlyMap<string, number>): Promise<void>
  /** Gives records their numbers; one that had a number moves to the new one. No record may come twice. */
  number(places: readonly Place[]): Promise<void>
  /** The numbers these records have in a feed. */
  placesOf(
    person: string,
    author: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, number>>
  /** Number and size of the next rows, up to `limit` of them. */
  measure(
    person: string,
    span: Span,
    limit: number,
  ): Promise<readonly { seq: number; bytes: number }[]>
  /** The rows from `low` to `high`, both included, upwards. */
  readRows(person: string, low: number, high: number): Promise<readonly FeedText[]>
}

export function feedsIn(engine: Engine): Feeds {
  const { db, locksRows } = engine
  return {
    async headOf(person) {
      const [row] = await ask(engine, 'head', [person], () =>
        db.selectFrom('feed_heads').select('seq').where('person', '=', person),
      )
      return row?.seq ?? 0
    },

    async lockHeads(people) {
      // In one order for all, so that two pushes of a couple never wait for each other.
      const rows = await ask(engine, 'heads', people, () => {
        const query = db
          .selectFrom('feed_heads')
          .selectAll()
          .where('person', 'in', people)
          .orderBy('person')
        return locksRows ? query.forUpdate() : query
      })
      return new Map(rows.map((row) => [row.person, row.seq]))
    },

    async setHeads(heads) {
      if (heads.size === 0) return
      const rows = [...heads].map(([person, seq]) => ({ person, seq }))
      await ask(engine, 'set heads', [...heads].flat(), () =>
        db
          .insertInto('feed_heads')
          .values(rows)
          .onConflict((conflict) =>
            conflict.column('person').doUpdateSet((row) => ({ seq: row.ref('excluded.seq') })),
          ),
      )
    },

    async number(places) {
      if (places.length === 0) return
      const rows = places.map(({ person, seq, author, id }) => ({ person, seq, author, id }))
      await ask(
        engine,
        'number',
        rows.flatMap((row) => Object.values(row)),
        () =>
          db
            .insertInto('feed')
            .values(rows)
            .onConflict((conflict) =>
              conflict
                .columns(['person', 'author', 'id'])
                .doUpdateSet((row) => ({ seq: row.ref('excluded.seq') })),
            ),
      )
    },

    async placesOf(person, author, ids) {
      const rows = await ask(engine, 'places', [person, author, ...ids], () =>
        db
          .selectFrom('feed')
          .select(['id', 'seq'])
          .where('person', '=', person)
          .where('author', '=', author)
          .where('id', 'in', ids),
      )
      return new Map(rows.map((row) => [row.id, row.seq]))
    },

    measure(person, span, limit) {
      const query = () =>
        db
          .selectFrom('feed')
          .innerJoin('records', (join) =>
            join.onRef('records.author', '=', 'feed.author').onRef('records.id', '=', 'feed.id'),
          )
          .select(['feed.seq', 'records.bytes'])
          .where('feed.person', '=', person)
          .limit(limit)
      return 'after' in span
        ? ask(engine, 'measure upwards', [person, span.after, limit], () =>
            query().where('feed.seq', '>', span.after).orderBy('feed.seq', 'asc'),
          )
        : ask(engine, 'measure downwards', [person, span.before, limit], () =>
            query().where('feed.seq', '<', span.before).orderBy('feed.seq', 'desc'),
          )
    },

    readRows: (person, low, high) =>
      ask(engine, 'rows', [person, low, high], () =>
        db
          .selectFrom('feed')
          .innerJoin('records', (join) =>
            join.onRef('records.author', '=', 'feed.author').onRef('records.id', '=', 'feed.id'),
          )
          .select(['feed.seq', 'records.envelope as record'])
          .where('feed.person', '=', person)
          .where('feed.seq', '>=', low)
          .where('feed.seq', '<=', high)
          .orderBy('feed.seq', 'asc'),
      ),
  }
}
