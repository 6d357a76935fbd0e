import { useState } from 'react'
import { Link } from 'wouter'
import { type DrawnLoop, readOwnLoops, removeOwnLoop } from '../../device/own-loops.ts'
import { type Moment, readMoments } from '../../device/read.ts'
import { readUs, type Us } from '../../device/us.ts'
import type { Cycle } from '../../patterns/detection.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { saySituation } from '../messages/situations.ts'
import { countTurns, readLoopAddress } from '../tide/loops.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Section, Trouble } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useRuns } from '../use-runs.ts'
import { useLive, usePhone } from '../world.tsx'
import { LoopFigure } from './figure.tsx'
import { findCycle, restedWith, setOffBy } from './find.ts'
import { Reasons, Steps } from './steps.tsx'
import styles from './loop.module.css'

/** One loop, found by the detector or drawn by the two. */
export function LoopScreen(props: { id: string }) {
  const { id, by } = readLoopAddress(props.id)
  const m = useMessages(loop)
  const us = useLive(readUs)
  const own = useLive(readOwnLoops)
  const state = useRuns()
  if (!us || !own) return <Waiting />
  if (by === 'own') {
    const drawn = own.find((each) => each.id === id)
    return drawn ? <OwnLoopPage drawn={drawn} us={us} /> : <Gone />
  }
  if (!state.runs) return state.phase === 'failed' ? <Gone /> : <Waiting label={m.looking} />
  const found = findCycle(state.runs, by, id)
  if (!found) return <Gone />
  return (
    <CyclePage
      cycle={found.cycle}
      keys={found.keys}
      keyOf={state.runs.keyOf}
      isPrivate={by === 'private'}
      us={us}
    />
  )
}

function CyclePage(props: {
  cycle: Cycle
  keys: readonly string[]
  keyOf: Readonly<Record<string, string>>
  isPrivate: boolean
  us: Us
}) {
  const { cycle, keys, keyOf, isPrivate, us } = props
  const m = useMessages(loop)
  const clock = usePhone().runtime.clock()
  const moments = useOpened(keys)
  if (!moments) return <Waiting />
  const start = setOffBy(moments)
  const rest = restedWith(cycle, moments)
  const turns = countTurns(moments)
  const isOpen = cycle.ending === 'open'
  const isShort = cycle.grade === 'exchange'
  return (
    <Page title={isShort ? m.exchange : m.title} back={{ href: '/tide', label: m.back }}>
      <LoopFigure />
      <p className={styles['roles']}>{sayRoles(cycle, us, m)}</p>
      {isPrivate && <Quiet>{m.onlyYou}</Quiet>}
      {isOpen ? (
        <p>{m.ending.open}</p>
      ) : (
        <p>
          {isShort ? m.tooShort : turns > 0 ? m.turns(turns) : ''}
          {!isShort && !cycle.highlighted && ` ${m.mayBe}`}
        </p>
      )}
      {start && (
        <Section title={m.setOff}>
          <p>{saySetOff(start, m)}</p>
        </Section>
      )}
      {/* A loop that still moves has its ribbon but no story yet. */}
      {!isOpen && (
        <>
          <Section title={m.story}>
            <Steps moments={moments} us={us} clock={clock} />
          </Section>
          <Section title={m.ended}>
            <p>
              {m.ending[cycle.ending]}
              {rest && ` ${sayRest(rest, us, m)}`}
            </p>
          </Section>
        </>
      )}
      <details className={styles['why']}>
        <summary>{m.why}</summary>
        <div className={styles['reasons']}>
          <Quiet>{m.whyAbout}</Quiet>
          <Reasons
            arrows={cycle.arrows}
            us={us}
            momentOf={(id) => moments.find(({ key }) => key === keyOf[id])}
          />
          <Quiet>{m.chance(Math.round(cycle.probability * 100))}</Quiet>
        </div>
      </details>
      {cycle.follows && (
        <p>
          {m.follows}{' '}
          <Link href={`/loop/${isPrivate ? 'private-' : ''}${cycle.follows}`}>{m.seeFollows}</Link>
        </p>
      )}
    </Page>
  )
}

function OwnLoopPage(props: { drawn: DrawnLoop; us: Us }) {
  const { drawn, us } = props
  const m = useMessages(loop)
  const phone = usePhone()
  const moments = useOpened(drawn.keys)
  const [failed, setFailed] = useState(false)
  if (!moments) return <Waiting />
  return (
    <Page title={drawn.name ?? m.own} back={{ href: '/tide', label: m.back }}>
      <LoopFigure />
      <p>{drawn.mine ? m.ownByYou : m.ownBy(us.partner?.name ?? m.unnamed)}</p>
      <Section title={m.story}>
        <Steps moments={moments} us={us} clock={phone.runtime.clock()} />
      </Section>
      {drawn.mine && (
        <Buttons>
          <Button
            onClick={() => {
              removeOwnLoop(phone, drawn.id).then(
                (saved) => setFailed(!saved.ok),
                () => setFailed(true),
              )
            }}
          >
            {m.ownRemove}
          </Button>
        </Buttons>
      )}
      {failed && <Trouble>{m.notRemoved}</Trouble>}
    </Page>
  )
}

function Gone() {
  const m = useMessages(loop)
  return (
    <Page title={m.gone} back={{ href: '/tide', label: m.back }}>
      <p>{m.goneMore}</p>
    </Page>
  )
}

/** The moments of a loop that open on this phone, in their order. */
function useOpened(keys: readonly string[]): Moment[] | undefined {
  const wanted = keys.join(' ')
  return useLive(
    async (phone) => {
      const read = await readMoments(phone, wanted === '' ? [] : wanted.split(' '))
      return read.filter((each): each is Moment => 'move' in each)
    },
    [wanted],
  )
}

function sayRoles({ pursuer, withdrawer }: Cycle, us: Us, m: typeof loop): string {
  const partner = us.partner?.name ?? m.unnamed
  const mine = us.me.name
  if (pursuer === us.me.id) {
    return mine && withdrawer !== us.me.id ? m.roles(mine, partner) : m.rolesYouReached(partner)
  }
  return mine ? m.roles(partner, mine) : m.rolesYouStepped(partner)
}

function sayRest(rest: Moment, us: Us, m: typeof loop): string {
  if (!rest.mine) return m.by(us.partner?.name ?? m.unnamed)
  return us.me.name ? m.by(us.me.name) : m.byYou
}

/** What set it off: situations of the list, and the words for it where its author has opened them. */
function saySetOff({ move, words, visible, mine }: Moment, m: typeof loop): string {
  const listed = (move.triggers ?? []).filter((code) => code !== 'own').map(saySituation)
  const isOpened = visible.to === 'us' && visible.open && visible.words.includes('situation')
  const own = words.situation && (!mine || isOpened) ? [words.situation] : []
  const said = [...listed, ...own].join(', ')
  return said === '' ? m.setOffUnsaid : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`
}
