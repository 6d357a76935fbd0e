import { Link } from 'wouter'
import type { Moment } from '../../device/moments/read.ts'
import type { Us } from '../../device/couple/us.ts'
import { nameLoop } from '../../device/loops/loop-notes.ts'
import type { Cycle } from '../../patterns/detection.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { useSaySituation } from '../messages/situations.ts'
import { countTurns } from '../tide/loops.ts'
import { Quiet, Section } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { usePhone } from '../world.tsx'
import { DrawnLoopStory } from './drawn-loop.tsx'
import { LoopFigure } from './figure.tsx'
import { setOffBy } from './find.ts'
import { Helped } from './helped.tsx'
import { HowSeen } from './how-seen.tsx'
import { NameOfLoop } from './name-of-loop.tsx'
import { SeenLines } from './seen-lines.tsx'
import { Sides } from './sides.tsx'
import { saySetOff } from './say-set-off.ts'
import { Steps } from './steps.tsx'
import { useOpened } from './use-opened.ts'
import type { DrawnStory, FoundStory } from './use-story.ts'
import { Why } from './why.tsx'
import styles from './loop.module.css'

/** What a loop is called: by its name, where it has one. */
export function titleOf(story: FoundStory | DrawnStory, m: typeof loop): string {
  if (story.phase === 'drawn') return story.told?.name ?? m.own
  return story.told?.name ?? (story.cycle.grade === 'exchange' ? m.exchange : m.title)
}

/**
 * A loop as a story. The loop is the subject, and both have names. `together` says that the two are
 * looking at one phone: then each may say how they saw it.
 */
export function LoopStory(props: { story: FoundStory | DrawnStory; together?: boolean }) {
  const { story, together = false } = props
  return story.phase === 'drawn' ? (
    <DrawnLoopStory story={story} together={together} />
  ) : (
    <FoundLoopStory story={story} together={together} />
  )
}

function FoundLoopStory(props: { story: FoundStory; together: boolean }) {
  const { story, together } = props
  const { cycle, keys, us, told, isPrivate } = story
  const m = useMessages(loop)
  const phone = usePhone()
  const saySituation = useSaySituation()
  const clock = phone.runtime.clock()
  const moments = useOpened(keys)
  if (!moments) return <Waiting />
  const start = setOffBy(moments)
  const isShort = cycle.grade === 'exchange'
  const isOurs = !isPrivate && us.couple !== null && !us.closed
  return (
    <>
      <LoopFigure id={cycle.id} />
      {isOurs && !story.isMoving && (
        <NameOfLoop
          of={cycle.id}
          together={together}
          name={told?.name ?? null}
          onName={(name) => nameLoop(phone, cycle.entries, name)}
        />
      )}
      <p className={styles['roles']}>{sayRoles(cycle, us, m)}</p>
      {isPrivate && <Quiet>{m.onlyYou}</Quiet>}
      {story.isMoving ? (
        // A loop that still moves has its ribbon but no story yet.
        <p>{m.stillMoving}</p>
      ) : (
        <>
          <p>{sayExtent(cycle, moments, m)}</p>
          <SeenLines told={told} us={us} />
          {start && (
            <Section title={m.setOff}>
              <p>{saySetOff(start, m, saySituation)}</p>
            </Section>
          )}
          <Section title={m.story}>
            <Steps moments={moments} us={us} clock={clock} />
          </Section>
          <Sides moments={moments} us={us} />
          <Section title={m.ended}>
            <p>{m.ending[cycle.ending]}</p>
          </Section>
          <Helped
            of={{ as: 'loop', id: cycle.id }}
            ending={cycle.ending}
            moments={moments}
            us={us}
          />
          {isOurs && !isShort && (
            <HowSeen entries={cycle.entries} told={told} us={us} together={together} />
          )}
        </>
      )}
      <Why story={story} moments={moments} />
      {cycle.follows && (
        <p>
          {m.follows}{' '}
          <Link href={`/loop/${isPrivate ? 'private-' : ''}${cycle.follows}`}>{m.seeFollows}</Link>
        </p>
      )}
    </>
  )
}

function sayExtent(cycle: Cycle, moments: readonly Moment[], m: typeof loop): string {
  if (cycle.grade === 'exchange') return m.tooShort
  const turns = countTurns(moments)
  return [turns > 0 ? m.turns(turns) : '', cycle.highlighted ? '' : m.mayBe].join(' ').trim()
}

function sayRoles({ pursuer, withdrawer, grade }: Cycle, us: Us, m: typeof loop): string {
  const partner = us.partner?.name ?? m.unnamed
  const mine = us.me.name
  const say = grade === 'exchange' ? m.once : m
  if (pursuer === us.me.id) {
    return mine && withdrawer !== us.me.id ? say.roles(mine, partner) : say.rolesYouReached(partner)
  }
  return mine ? say.roles(partner, mine) : say.rolesYouStepped(partner)
}
