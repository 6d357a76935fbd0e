import { useState } from 'react'
import type { Phone } from '../../device/phone.ts'
import type { Beat } from '../../device/couple/rhythm.ts'
import type { Us } from '../../device/couple/us.ts'
import { setForBoth, type Setting } from '../../device/week/week-write.ts'
import type { Place } from '../../journal/week.ts'
import { stepAfter, stepBefore, type Step, type Walk } from '../../journal/week-steps.ts'
import { stepNow, viewWeek, type WeekView } from '../../journal/week-view.ts'
import { usePhone } from '../world.tsx'
import { type Person, whoWalks } from './people.ts'
import { useWeek } from './use-week.ts'

/** A walk through one week, and how to go on in it. */
export interface Walking {
  readonly phone: Phone
  readonly us: Us
  readonly beat: Beat
  readonly view: WeekView
  readonly people: readonly Person[]
  readonly seat: Place['seat']
  /** The step of both; null where the walk has not begun. */
  readonly step: Step | null
  readonly walk: Walk
  readonly now: number
  /** The last thing could not be kept: the phone is full. */
  readonly full: boolean
  readonly set: (setting: DistributiveOmit<Setting, 'week'>) => Promise<void>
  /** Sets the place; what is not named stays as it is. */
  readonly move: (
    to: Partial<Pick<Place, 'step' | 'length' | 'seat' | 'state' | 'calm'>>,
  ) => Promise<void>
  /** Runs something that keeps; says so where there is no room. */
  readonly keep: (keeping: Promise<{ readonly ok: boolean }>) => Promise<boolean>
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** The walk through `week`; undefined until it is read. */
export function useWalk(week: string, them: string): Walking | undefined {
  const phone = usePhone()
  const data = useWeek()
  const [full, setFull] = useState(false)
  if (!data) return undefined
  const { us, beat } = data
  const people = whoWalks(us, them)
  const alone = people.length === 1
  const view = viewWeek(us.closed ? data.aloneParts : data.parts, week)
  const { place } = view
  const walk: Walk = {
    length: place?.length ?? 'long',
    alone,
    hasBefore: view.before !== null,
    hasTopic: view.topic !== null && view.topic.of.as !== 'nothing',
  }
  const seat = alone ? 'alone' : (place?.seat ?? 'one-phone')

  async function keep(keeping: Promise<{ readonly ok: boolean }>): Promise<boolean> {
    const saved = await keeping.catch(() => ({ ok: false }))
    setFull(!saved.ok)
    return saved.ok
  }
  async function set(setting: DistributiveOmit<Setting, 'week'>): Promise<void> {
    await keep(setForBoth(phone, { week, ...setting }))
  }
  return {
    phone,
    us,
    beat,
    view,
    people,
    seat,
    step: stepNow(
      view,
      people.map(({ id }) => id),
      stepAfter('calm', walk),
    ),
    walk,
    now: phone.runtime.clock(),
    full,
    keep,
    set,
    move: (to) =>
      set({
        part: 'place',
        step: place?.step ?? 'calm',
        length: walk.length,
        seat,
        state: 'walking',
        calm: view.calm.includes(us.me.id),
        ...to,
      }),
  }
}

/** The step that follows the one on the screen, and the one before it. */
export const onFrom = (step: Step, { walk }: Walking): Step => stepAfter(step, walk)
export const backFrom = (step: Step, { walk }: Walking): Step | null => {
  const before = stepBefore(step, walk)
  return before === 'calm' ? null : before
}
