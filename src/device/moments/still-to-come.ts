import { instantOf, isDateOnly } from '../../journal/move.ts'
import type { Phone } from '../phone.ts'
import { type Moment, readMoments } from './read.ts'
import { readWrongClock } from './wrong-clock.ts'
import { offsetAt } from './zones.ts'

const HOUR = 60 * 60 * 1000
/** More than this many carry such a time only where a clock was ahead for long: the first of them is enough. */
const LOOKED_AT = 20

/**
 * The first moment of this person's own that carries a time that is still to come: this phone's clock was ahead
 * when it was kept, or is behind now. A journal that nobody shares has nobody else to tell it. Null where there is
 * none, and while the server says that the clock is wrong now.
 */
export async function readStillToCome(phone: Phone): Promise<Moment | null> {
  const { db, me, runtime } = phone
  if ((await readWrongClock(phone)) !== null) return null
  const now = runtime.clock()
  const keys = await db.records
    .where('[at+key]')
    .above([now, '\uffff'])
    .filter(({ author }) => author === me)
    .limit(LOOKED_AT)
    .primaryKeys()
  if (keys.length === 0) return null
  const local = new Date(now + offsetAt(now, runtime.zone()) * 60_000)
  const today = local.toISOString().slice(0, 10)
  // An hour of grace, as where a time is chosen; a day alone is not over before its evening.
  const isAhead = ({ at }: { readonly at: string }) =>
    isDateOnly(at) ? at > today : instantOf(at) > now + HOUR
  const moments = await readMoments(phone, keys)
  return moments.find((each): each is Moment => 'move' in each && isAhead(each.move)) ?? null
}
