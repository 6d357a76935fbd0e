import { isAskingTime } from '../couple/leave.ts'
import { LEAVING } from '../couple/leaving.ts'
import { parseCouple } from '../couple/couple.ts'
import { DISTRUST } from '../couple/distrust.ts'
import { isPublished, PUBLISHING } from '../couple/profile.ts'
import { TO_CHECK } from '../moments/withdraw-cards.ts'
import type { Phone } from '../phone.ts'
import { WEEKS_SEEN } from '../week/begun.ts'
import { UNOPENED } from './open-rows.ts'
import { CLOCK_OFFSET, earliestOf } from '../sure-time.ts'
import { CLOSED, isClosed } from './late-rows.ts'

/** What a round may have to do once everything has been fetched, in this order. */
export const CHORES = [
  'open-rows',
  'close-epochs',
  'take-keys',
  'ask-couple',
  'tidy-up',
  'keep-keys',
  'publish',
  'withdraw',
  'follow-week',
  'follow-begun',
  'open-due',
  'send',
] as const
export type Chore = (typeof CHORES)[number]

/**
 * Which of them there are: hardly ever one. Everything they rest on is asked in one question, because on a
 * phone it is the questions that cost. Whether it is time for a chore is said here and nowhere else; what it
 * works on it reads for itself.
 */
export async function findChores(phone: Phone): Promise<ReadonlySet<Chore>> {
  const { db, runtime, vault } = phone
  const { records, outbox, later, state } = db
  const now = runtime.clock()
  const [rows, unopened, aside, kept, profiles, [soonest], weeks, waiting, refused] =
    await db.transaction('r', records, outbox, later, state, async () =>
      Promise.all([
        state.bulkGet([...NAMES]),
        records.where('type').equals(UNOPENED).count(),
        later.count(),
        records.where('type').equals('earlier-keys').count(),
        records.where('type').equals('profile').toArray(),
        records.where('opensAt').above(0).limit(1).keys(),
        records.where('type').equals('week').count(),
        outbox.count(),
        outbox.where('parked').equals('closed').count(),
      ]),
    )
  const values = new Map(rows.map((row) => [row?.name, row?.value]))
  const sure = earliestOf(now, values.get(CLOCK_OFFSET))
  const couple = parseCouple(values.get('couple'))
  const isOpen = couple !== null && !couple.closed
  const mayShare = isOpen && values.get(DISTRUST) === undefined
  const isSettled = isOpen || values.get('settled') === couple?.id
  // What waits may wait for a couple that is over.
  const hasOver = couple !== null && vault.keyring.us.some((each) => each.couple !== couple.id)
  const mayBeOver = !isOpen || hasOver
  const isThere: Record<Chore, boolean> = {
    'open-rows': unopened + aside > 0,
    'close-epochs': !isClosed(values.get(CLOSED), phone, couple),
    'take-keys': kept > 0,
    'ask-couple': mayShare && (refused > 0 || isAskingTime(values.get('asked-couple'), now)),
    'tidy-up': couple !== null && ((waiting > 0 && mayBeOver) || !isSettled),
    'keep-keys': vault.keyring.us.some((each) => each.couple !== couple?.id || couple.closed),
    publish: isOpen && !isPublished(phone, couple, values, profiles),
    withdraw:
      mayShare && ((values.get(TO_CHECK) as readonly string[] | undefined)?.length ?? 0) > 0,
    'follow-week': mayShare && soonest !== undefined,
    'follow-begun': mayShare && weeks !== (values.get(WEEKS_SEEN) ?? 0),
    'open-due': mayShare && soonest !== undefined && Number(soonest) <= sure,
    send: waiting > 0,
  }
  return new Set(CHORES.filter((chore) => isThere[chore]))
}

/** Small values that chores rest on. */
const NAMES = [
  'couple',
  DISTRUST,
  LEAVING,
  'settled',
  'asked-couple',
  ...PUBLISHING,
  TO_CHECK,
  CLOSED,
  CLOCK_OFFSET,
  WEEKS_SEEN,
] as const
