import { filledFields } from '../../journal/entry.ts'
import { instantOf, isDateOnly } from '../../journal/move.ts'
import type { Phone } from '../phone.ts'
import { type Moment, readMoments } from './read.ts'
import { offsetAt } from './zones.ts'

/** What was kept last night is met once, the next day: the questions of the hot minute can wait until then. */

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
/** A day begins when nobody is up any more, and a morning lasts until people have been home again. */
const DAY_BEGINS = 5
const MORNING_ENDS = 18
/** So long has to lie between, in ms. */
const REST = 5 * HOUR
const NAME = 'last-night'
/** Fields that nobody has to answer in the hot minute. */
const LATER = new Set(['felt', 'underneath', 'story', 'needed', 'request'])

/** The moment to meet, and whether it was in the evening or the night. Null: none, or met already. */
export async function readLastNight(
  phone: Phone,
): Promise<{ readonly moment: Moment; readonly wasNight: boolean } | null> {
  const { db, runtime } = phone
  const now = runtime.clock()
  const local = localTime(phone, now)
  const hour = (local % DAY) / HOUR
  if (hour < DAY_BEGINS || hour >= MORNING_ENDS) return null
  if ((await db.state.get(NAME))?.value === Math.floor(local / DAY)) return null
  const today = now - (local % DAY) + DAY_BEGINS * HOUR
  const keys = await db.records
    .where('[at+key]')
    .between([today - DAY, ''], [Math.min(today, now - REST), ''])
    .primaryKeys()
  const own = keys.filter((key) => key.startsWith(`${phone.me}/`))
  const moments = (await readMoments(phone, own)).filter(
    (each): each is Moment => 'move' in each && isUntold(each),
  )
  const strength = ({ move }: Moment): number => move.intensity ?? 3
  const [moment] = moments.toSorted(
    (a, b) => strength(b) - strength(a) || instantOf(b.move.at) - instantOf(a.move.at),
  )
  if (!moment) return null
  const { at } = moment.move
  return { moment, wasNight: !isDateOnly(at) && instantOf(at) >= today - 12 * HOUR }
}

/** It has been met: not again today. */
export async function noteLastNight(phone: Phone): Promise<void> {
  const value = Math.floor(localTime(phone, phone.runtime.clock()) / DAY)
  await phone.db.state.put({ name: NAME, value })
}

const isUntold = ({ move, words }: Moment): boolean =>
  move.kind !== 'repair' && !filledFields(words).some((field) => LATER.has(field))

/** What a clock on the wall shows, as if it were UTC. */
const localTime = ({ runtime }: Phone, instant: number): number =>
  instant + offsetAt(instant, runtime.zone()) * 60_000
