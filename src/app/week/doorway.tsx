import { useState } from 'react'
import { Link } from 'wouter'
import { dayAt, weekAfter, weekAt, weekBefore } from '../../device/week/week-days.ts'
import { heldWeeks, lastExperiment, viewWeek, type WeekView } from '../../journal/week-view.ts'
import { sayDate, sayWeekday } from '../messages/week-dates.ts'
import { useMessages } from '../messages/locale.tsx'
import { week as messages } from '../messages/week.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Section, Stack } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { usePhone } from '../world.tsx'
import styles from './doorway.module.css'
import { type Person, personOf, whoWalks } from './people.ts'
import { Plan } from './plan.tsx'
import { useWeek, type WeekData } from './use-week.ts'

/** Week on most days: a doorway. What was planned, when the next one is, and the way in. */
export function Doorway() {
  const m = useMessages(messages)
  const data = useWeek()
  const now = usePhone().runtime.clock()
  if (!data) return <Waiting />
  const { us, beat, parts, circle } = data
  const view = viewWeek(
    circle === null && us.couple !== null ? data.aloneParts : parts,
    weekAt(now, beat),
  )
  const people = whoWalks(us, m.partner)
  const experiment = view.experiment ?? lastExperiment(parts, view.week)
  return (
    <Page title={m.title}>
      <Stack>
        <Today data={data} view={view} people={people} now={now} />
      </Stack>
      {experiment && (
        <Section title={m.experiment}>
          <Plan plan={experiment} people={people} />
        </Section>
      )}
      <nav className={styles['links']} aria-label={m.title}>
        <Link href="/week/days" className={styles['link']}>
          {m.days}
        </Link>
        {!us.closed && (
          <Link href="/week/day" className={styles['link']}>
            {m.day(sayWeekday(beat.day))}
          </Link>
        )}
      </nav>
      <PastList data={data} now={now} walking={view.place?.state === 'walking'} />
    </Page>
  )
}

/** Where the week of now stands, and the one thing to do about it. */
function Today(props: { data: WeekData; view: WeekView; people: readonly Person[]; now: number }) {
  const { data, view, people, now } = props
  const m = useMessages(messages)
  const { week, place } = view
  const { zone } = data.beat
  const into = `/week/walk/${week}`
  const next = m.next(sayDate(weekAfter(now, data.beat), now))
  if (place?.state === 'walking') {
    const isTheirs = place.by !== data.us.me.id
    const theirs = personOf(people, place.by).name
    const said =
      isTheirs && place.seat === 'one-phone'
        ? m.otherPhone(theirs)
        : isTheirs && !view.calm.includes(data.us.me.id)
          ? m.partnerIn(theirs)
          : m.isOpen
    return <Door line={said} into={into} label={isTheirs ? m.comeIn : m.goOn} main />
  }
  if (place?.state === 'stopped') return <Door line={m.stopped} into={into} label={m.goOn} />
  if (place) {
    return (
      <>
        <p>{m.held(sayDate(week, now))}</p>
        <Quiet>{next}</Quiet>
        <Buttons>
          <ButtonLink href={`/week/past/${week}`}>{m.read}</ButtonLink>
        </Buttons>
      </>
    )
  }
  const today = dayAt(now, zone)
  // Before the first look back there is nothing that could have been passed by.
  const hasBegun = heldWeeks([...data.parts, ...data.aloneParts]).length > 0
  if (week === today) return <Door line={m.today} into={into} label={m.begin} main />
  return (
    <>
      {hasBegun && week < today && <p>{m.missed(sayDate(week, now))}</p>}
      <p>{next}</p>
      <Buttons>
        <ButtonLink href={into}>{m.now}</ButtonLink>
      </Buttons>
    </>
  )
}

function Door(props: { line: string; into: string; label: string; main?: boolean }) {
  return (
    <>
      <p>{props.line}</p>
      <Buttons>
        <ButtonLink href={props.into} weight={props.main ? 'main' : 'quiet'}>
          {props.label}
        </ButtonLink>
      </Buttons>
    </>
  )
}

const SHOWN = 4

/** The weeks since the first one, newest first. One that passed is a sentence, and not a gap. */
function PastList(props: { data: WeekData; now: number; walking: boolean }) {
  const { data, now, walking } = props
  const m = useMessages(messages)
  const [most, setMost] = useState(SHOWN)
  const held = heldWeeks(data.parts)
  const alone = data.us.couple === null ? [] : heldWeeks(data.aloneParts)
  const current = weekAt(now, data.beat)
  // The one that is being walked through is not one that was.
  const weeks = weeksSince(held, current).filter((week) => !walking || week !== current)
  if (weeks.length === 0 && alone.length === 0) return null
  return (
    <Section title={m.past}>
      <ul className={styles['links']}>
        {weeks.slice(0, most).map((week) => (
          <li key={week}>
            {held.includes(week) ? (
              <Link href={`/week/past/${week}`} className={styles['link']}>
                {sayDate(week, now)}
              </Link>
            ) : (
              <p className={styles['passed']}>{m.passed}</p>
            )}
          </li>
        ))}
        {alone.slice(0, most).map((week) => (
          <li key={`alone ${week}`}>
            <Link href={`/week/past/alone-${week}`} className={styles['link']}>
              {m.pastAlone(sayDate(week, now))}
            </Link>
          </li>
        ))}
      </ul>
      {Math.max(weeks.length, alone.length) > most && (
        <Buttons>
          <Button onClick={() => setMost(most + SHOWN)}>{m.pastMore}</Button>
        </Buttons>
      )}
    </Section>
  )
}

/** The held weeks, and between them those that passed; the couple may have changed its day. */
function weeksSince(held: readonly string[], current: string): string[] {
  const first = held.at(-1)
  if (first === undefined) return []
  const weeks = new Set(held)
  for (let week = weekBefore(current); week > first; week = weekBefore(week)) {
    const isNear = held.some((each) => Math.abs(Date.parse(each) - Date.parse(week)) < 4 * DAY)
    if (!isNear) weeks.add(week)
  }
  return [...weeks].toSorted().toReversed()
}

const DAY = 24 * 60 * 60 * 1000
