import { type Kysely, sql } from 'kysely'
import { markOf, oldestMinute, minuteOf, type Replays } from '../replays.ts'
import type { Tables } from './tables.ts'

/**
 * Proofs that were seen by any process on this database. The table is unlogged: a note waits for no
 * disk, and after a crash of the database it is empty, as the memory of a single process is after its own.
 */
export function createSharedReplays(db: Kysely<Tables>, clock: () => number): Replays {
  let swept = 0
  return {
    async note(key, nonce, seconds) {
      const oldest = oldestMinute(clock())
      if (swept < oldest) {
        swept = oldest
        await db.deleteFrom('proofs').where('minute', '<', oldest).execute()
      }
      const { rows } = await sql`
        insert into proofs (mark, minute) values (${markOf(key, nonce)}, ${minuteOf(seconds)})
        on conflict do nothing returning 1
      `.execute(db)
      return rows.length > 0 ? 'new' : 'replayed'
    },
  }
}
