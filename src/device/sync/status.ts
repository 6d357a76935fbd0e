import { idOf } from '../database.ts'
import type { Phone } from '../phone.ts'

/** Where the whole journal stands. */
export interface Status {
  /**
   * `alone`: it lies on this phone, and nowhere else. `shared`: nothing waits. `waiting`: something is
   * to be sent and the API has not answered. `parked`: the API refused something. `stumbled`: something
   * went wrong in this phone itself while it synced, and it tries again.
   */
  readonly phase: 'alone' | 'shared' | 'waiting' | 'parked' | 'stumbled'
  readonly waiting: number
  readonly parked: number
  /** When the API last answered, in ms by this phone. */
  readonly lastSync: number | null
}

/** Reads the state of the whole journal. */
export async function readStatus({ db }: Phone): Promise<Status> {
  const [[registered, lastSync, stumbled], rows, parked] = await Promise.all([
    db.state.bulkGet(['registered', 'last-sync', STUMBLED]),
    db.outbox.count(),
    db.outbox.where('parked').above('').count(),
  ])
  const waiting = rows - parked
  const phase = !registered
    ? 'alone'
    : parked > 0
      ? 'parked'
      : stumbled
        ? 'stumbled'
        : waiting > 0
          ? 'waiting'
          : 'shared'
  return { phase, waiting, parked, lastSync: (lastSync?.value as number | undefined) ?? null }
}

/** Since when, in ms, what happens by itself has gone wrong; nothing of what it was about. */
export const STUMBLED = 'stumbled'

/** What the API refused, and why. The others went on. */
export async function readParked({
  db,
}: Phone): Promise<{ key: string; id: string; reason: string }[]> {
  const rows = await db.outbox.where('parked').above('').toArray()
  return rows.map(({ key, parked }) => ({ key, id: idOf(key), reason: parked! }))
}

/**
 * Sends what was refused once more. It is asked at every start, and seldom is there anything: only then is
 * the outbox locked, which a page that is left meanwhile would leave locked in WebKit.
 */
export async function retryParked({ db }: Phone): Promise<void> {
  const parked = db.outbox.where('parked').above('')
  if ((await parked.count()) === 0) return
  await parked.modify((row) => {
    delete row.parked
  })
}
