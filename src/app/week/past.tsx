import { useState } from 'react'
import { adoptWords } from '../../device/week/week-write.ts'
import { commitTo } from '../../device/week/week-commit.ts'
import type { Answer, ShownTogether, Spoken } from '../../journal/week.ts'
import { revealOf } from '../../journal/week-reveal.ts'
import { halfBy, notYetOwn, saidBy, viewWeek, type WeekView } from '../../journal/week-view.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk } from '../messages/walk.ts'
import { sayDate } from '../messages/week-dates.ts'
import { week as messages } from '../messages/week.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Section, Stack, Trouble } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { usePhone } from '../world.tsx'
import { otherThan, type Person, personOf, whoWalks } from './people.ts'
import { Plan } from './plan.tsx'
import { SaidShown } from './said.tsx'
import { SlidersShown } from './sliders-shown.tsx'
import { TopicShown } from './topic-shown.tsx'
import { useWeek } from './use-week.ts'

/** A week that was, read again: what was said, in the order it was said. */
export function PastScreen(props: { address: string }) {
  const { address } = props
  const all = useMessages(messages)
  const m = all.pastWeek
  const { outcome } = useMessages(walk).before
  const phone = usePhone()
  const data = useWeek()
  if (!data) return <Waiting />
  const isAlone = address.startsWith('alone-')
  const week = isAlone ? address.slice('alone-'.length) : address
  const view = viewWeek(isAlone ? data.aloneParts : data.parts, week)
  const now = phone.runtime.clock()
  const back = { href: '/week', label: all.back }
  if (!view.place) return <Gone />
  const { us, beat } = data
  // A couple that was closed is still the couple whose weeks these are.
  const people = isAlone
    ? whoWalks({ ...us, couple: null }, all.partner)
    : whoWalks({ ...us, closed: false }, all.partner)
  const walking = { view, people, beat, us, now }
  const isEmpty =
    view.said.length === 0 && view.halves.length === 0 && !view.experiment && !view.outcome
  return (
    <Page title={m.title(sayDate(week, now))} back={back}>
      <Adopt view={view} people={people} me={us.me.id} closed={us.closed} />
      {isEmpty && <p>{m.nothing}</p>}
      <Good view={view} people={people} me={us.me.id} />
      {view.before && view.outcome && (
        <Section title={m.before}>
          <Plan plan={view.before} people={people} />
          <p>{outcome[view.outcome]}</p>
        </Section>
      )}
      {view.topic && 'id' in view.topic.of && (
        <Section title={m.looked}>
          <TopicShown walking={walking} />
        </Section>
      )}
      <Spoken title={m.underneath} about="underneath" view={view} people={people} />
      <Spoken title={m.helped} about="helped" view={view} people={people} />
      {view.experiment && (
        <Section title={m.experiment}>
          <Plan plan={view.experiment} people={people} />
        </Section>
      )}
      <Sliders view={view} people={people} me={us.me.id} />
    </Page>
  )
}

function Gone() {
  const m = useMessages(messages)
  return (
    <Page title={m.pastWeek.gone} back={{ href: '/week', label: m.back }}>
      <Quiet>{m.quietMore}</Quiet>
    </Page>
  )
}

interface Parts {
  readonly view: WeekView
  readonly people: readonly Person[]
}

/** Words of mine that only the other's journal holds, from an evening on their phone. */
function Adopt(props: Parts & { me: string; closed: boolean }) {
  const { view, people, me, closed } = props
  const m = useMessages(messages).pastWeek
  const phone = usePhone()
  const [done, setDone] = useState(false)
  const { said, halves } = notYetOwn(view, me)
  if (done) return <Quiet live>{m.adopted}</Quiet>
  if (closed || said.length + halves.length === 0) return null
  const adopt = () => void adoptWords(phone, view.week).then(({ ok }) => setDone(ok))
  return (
    <Stack>
      <Quiet>{m.adoptAbout(otherThan(people, me).name)}</Quiet>
      <Buttons>
        <Button onClick={adopt}>{m.adopt}</Button>
      </Buttons>
    </Stack>
  )
}

function Good(props: Parts & { me: string }) {
  const { view, people, me } = props
  const m = useMessages(messages).pastWeek
  const shown = readShown(view, people, me, 'appreciation')
  if (people.length === 1) return <Spoken title={m.good} about="good" {...props} />
  if (shown === null) return null
  if (shown === 'exchanged') return <Exchanged title={m.good} name={otherThan(people, me).name} />
  return (
    <Section title={m.good}>
      {[...shown].map(([voice, answer]) => {
        const text = answer.as === 'appreciation' ? answer.text : ''
        return <SaidShown key={voice} person={personOf(people, voice)} text={text} />
      })}
    </Section>
  )
}

function Sliders(props: Parts & { me: string }) {
  const { view, people, me } = props
  const m = useMessages(messages).pastWeek
  const shown = readShown(view, people, me, 'sliders')
  if (shown === null) return null
  if (shown === 'exchanged')
    return <Exchanged title={m.sliders} name={otherThan(people, me).name} />
  return (
    <Section title={m.sliders}>
      <SlidersShown answers={shown} people={people} />
    </Section>
  )
}

function Exchanged(props: { title: string; name: string }) {
  const m = useMessages(walk).together
  return (
    <Section title={props.title}>
      <Trouble>{m.exchanged(props.name)}</Trouble>
    </Section>
  )
}

function Spoken(props: Parts & { title: string; about: Spoken }) {
  const { view, people, title, about } = props
  const m = useMessages(messages).pastWeek
  const said = people.flatMap((person) => {
    const words = saidBy(view, about, person.id)
    return words && (words.text !== '' || words.feelings.length > 0) ? [{ person, words }] : []
  })
  if (said.length === 0) return null
  return (
    <Section title={title}>
      {said.map(({ person, words }) => (
        <SaidShown key={person.id} person={person} text={words.text} feelings={words.feelings}>
          {words.by !== person.id && <Quiet>{m.onPhone(personOf(people, words.by).name)}</Quiet>}
        </SaidShown>
      ))}
    </Section>
  )
}

/** What was shown together; null where it was not. */
function readShown(
  view: WeekView,
  people: readonly Person[],
  me: string,
  about: ShownTogether,
): ReadonlyMap<string, Answer> | 'exchanged' | null {
  if (people.length === 1) return null
  const other = otherThan(people, me).id
  const sides = [me, other].map((voice) => ({
    voice,
    half: halfBy(view, about, voice)?.half ?? null,
  }))
  const reveal = revealOf(sides[0]!, sides[1]!, commitTo({ week: view.week, about }))
  if (reveal.phase === 'exchanged') return 'exchanged'
  if (reveal.phase !== 'shown') return null
  return new Map([
    [me, reveal.mine],
    [other, reveal.theirs],
  ])
}
