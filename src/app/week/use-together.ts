import { useEffect, useState } from 'react'
import { type HalfSaid, nameInWeek } from '../../device/half-said.ts'
import type { Phone } from '../../device/phone.ts'
import { commitTo } from '../../device/week/week-commit.ts'
import {
  type Asked,
  keepBoth,
  openAnswer,
  sealAnswer,
  skipAnswer,
} from '../../device/week/week-write.ts'
import type { Answer, ShownTogether } from '../../journal/week.ts'
import { revealOf } from '../../journal/week-reveal.ts'
import { goesFirst, halfBy } from '../../journal/week-view.ts'
import { type DraftState, useHalfSaid } from '../use-half-said.ts'
import { otherThan, type Person, personOf } from './people.ts'
import type { Walking } from './use-walk.ts'

/** Where two answers that are shown together stand on this screen. */
export type Together =
  /** `voice` is asked; `draft` is what they have so far. */
  | {
      readonly phase: 'writing'
      readonly voice: Person
      readonly draft: DraftState
      readonly done: (answer: Answer) => void
      readonly skip: () => void
    }
  /** One phone: the first is done, and the phone goes to the other. */
  | { readonly phase: 'passing'; readonly to: Person; readonly taken: () => void }
  /** One phone: both are done; each presses *Show*. */
  | {
      readonly phase: 'showing'
      readonly pressed: readonly string[]
      readonly press: (voice: string) => void
    }
  /** Two phones: this one is done. `isOpening`: the other is too, and its phone has yet to answer. */
  | { readonly phase: 'waiting'; readonly other: Person; readonly isOpening: boolean }
  | { readonly phase: 'shown'; readonly answers: ReadonlyMap<string, Answer> }
  | { readonly phase: 'exchanged'; readonly other: Person }
  | { readonly phase: 'skipped'; readonly afterAll: (() => void) | null }

const EMPTY: HalfSaid = {}

/** Follows one pair of answers. `read` makes an answer of a draft, or null where it is not one yet. */
export function useTogether(
  walking: Walking,
  about: ShownTogether,
  read: (draft: HalfSaid) => Answer | null,
): Together | null {
  const { phone, view, people, us, seat, keep } = walking
  const asked: Asked = { week: view.week, about }
  const isShared = seat === 'one-phone'
  const meId = isShared ? goesFirst(view.week, [people[0]!.id, people.at(-1)!.id]) : us.me.id
  const mine = personOf(people, meId)
  const other = otherThan(people, meId)
  const names = [mine, other].map(({ id }) => nameInWeek(view.week, about, id))
  const first = useHalfSaid(phone, names[0]!, EMPTY)
  const second = useHalfSaid(phone, names[1]!, EMPTY)
  const [hasPhone, setHasPhone] = useState(false)
  const [isAfterAll, setAfterAll] = useState(false)

  const halves = [mine, other].map(({ id }) => ({
    voice: id,
    half: halfBy(view, about, id)?.half ?? null,
  }))
  const reveal = revealOf(halves[0]!, halves[1]!, commitTo(asked))
  const against = reveal.phase === 'ready' && !isShared ? reveal.against : null
  useOpening(phone, asked, against)

  if (!first || !second) return null
  if (reveal.phase === 'shown') {
    const answers = new Map([
      [mine.id, reveal.mine],
      [other.id, reveal.theirs],
    ])
    return { phase: 'shown', answers }
  }
  if (reveal.phase === 'exchanged') return { phase: 'exchanged', other }

  if (!isShared) {
    const isMySkip = halves[0]?.half?.as === 'skipped'
    if (reveal.phase === 'skipped' && !(isMySkip && isAfterAll)) {
      return { phase: 'skipped', afterAll: isMySkip ? () => setAfterAll(true) : null }
    }
    if (reveal.phase === 'writing' || isMySkip) {
      return {
        phase: 'writing',
        voice: mine,
        draft: first,
        done: (answer) => void seal(answer),
        skip() {
          setAfterAll(false)
          void keep(skipAnswer(phone, asked))
        },
      }
    }
    const isOpening = reveal.phase === 'ready' || halves[1]?.half !== null
    return { phase: 'waiting', other, isOpening }
  }

  // One phone: nothing is a record before both have pressed *Show*.
  const drafts = [first, second] as const
  if (drafts.some(({ draft }) => draft.skipped)) {
    return {
      phase: 'skipped',
      afterAll: () => {
        for (const each of drafts) each.change({ skipped: false, done: false, show: false })
        setHasPhone(false)
      },
    }
  }
  if (!first.draft.done) return writing(first, mine)
  if (!second.draft.done && !hasPhone) {
    return { phase: 'passing', to: other, taken: () => setHasPhone(true) }
  }
  if (!second.draft.done) return writing(second, other)
  const pressed = [mine, other].flatMap(({ id }, n) => (drafts[n]?.draft.show ? [id] : []))
  return {
    phase: 'showing',
    pressed,
    press(voice) {
      const draft = voice === mine.id ? first : second
      draft.change({ show: !draft.draft.show })
      if (!draft.draft.show && pressed.some((each) => each !== voice)) void show()
    },
  }

  function writing(draft: DraftState, voice: Person): Together {
    return {
      phase: 'writing',
      voice,
      draft,
      done: () => draft.change({ done: true }),
      skip: () => draft.change({ skipped: true }),
    }
  }
  async function seal(answer: Answer): Promise<void> {
    if (await keep(sealAnswer(phone, asked, answer))) await first?.forget()
  }
  async function show(): Promise<void> {
    const answers = drafts.map(({ draft }) => read(draft))
    const [a, b] = answers
    if (!a || !b) return
    const kept = await keep(
      keepBoth(phone, asked, [
        [mine.id, a],
        [other.id, b],
      ]),
    )
    if (kept) for (const each of drafts) await each.forget()
  }
}

/** On two phones: opens one's own half as soon as the other's commitment is here. */
function useOpening(phone: Phone, { week, about }: Asked, against: string | null): void {
  useEffect(() => {
    if (against !== null) void openAnswer(phone, { week, about }, against).catch(() => undefined)
  }, [phone, week, about, against])
}
