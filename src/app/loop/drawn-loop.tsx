import { useState } from 'react'
import { nameLoop, restOfDrawn } from '../../device/loops/loop-notes.ts'
import { type DrawnLoop, removeOwnLoop } from '../../device/loops/own-loops.ts'
import type { Us } from '../../device/couple/us.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { useSaySituation } from '../messages/situations.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Section, Trouble } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { usePhone } from '../world.tsx'
import { LoopFigure } from './figure.tsx'
import { endOfDrawn, setOffBy } from './find.ts'
import { Helped } from './helped.tsx'
import { HowSeen } from './how-seen.tsx'
import { NameOfLoop } from './name-of-loop.tsx'
import { saySetOff } from './say-set-off.ts'
import { SeenLines } from './seen-lines.tsx'
import { Sides } from './sides.tsx'
import { Steps } from './steps.tsx'
import { useOpened } from './use-opened.ts'
import type { DrawnStory } from './use-story.ts'

/** A loop that the two drew through moments of theirs. It is theirs, and is counted nowhere. */
export function DrawnLoopStory(props: { story: DrawnStory; together: boolean }) {
  const { story, together } = props
  const { drawn, us, told } = story
  const m = useMessages(loop)
  const saySituation = useSaySituation()
  const phone = usePhone()
  const moments = useOpened(drawn.keys)
  const [failed, setFailed] = useState(false)
  if (!moments) return <Waiting />
  const start = setOffBy(moments)
  const ending = endOfDrawn(moments)
  const entries = restOfDrawn(drawn.id)
  return (
    <>
      <LoopFigure id={drawn.id} />
      {!us.closed && (
        <NameOfLoop
          of={drawn.id}
          together={together}
          name={told?.name ?? null}
          onName={(name) => nameLoop(phone, entries, name)}
        />
      )}
      <p>{sayDrawnBy(drawn, us, together, m)}</p>
      <SeenLines told={told} us={us} />
      {start && (
        <Section title={m.setOff}>
          <p>{saySetOff(start, m, saySituation)}</p>
        </Section>
      )}
      <Section title={m.story}>
        <Steps moments={moments} us={us} clock={phone.runtime.clock()} />
      </Section>
      <Sides moments={moments} us={us} />
      {/* Whoever draws one may still be in it: only a rest that was kept is said. */}
      {ending === 'repair' && (
        <Section title={m.ended}>
          <p>{m.ending.repair}</p>
        </Section>
      )}
      <Helped of={{ as: 'own', id: drawn.id }} ending={ending} moments={moments} us={us} />
      {!us.closed && <HowSeen entries={entries} told={told} us={us} together={together} />}
      {drawn.mine && !us.closed && (
        <Buttons>
          <Button
            weight="plain"
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
    </>
  )
}

function sayDrawnBy({ mine }: DrawnLoop, us: Us, together: boolean, m: typeof loop): string {
  if (!mine) return m.ownBy(us.partner?.name ?? m.unnamed)
  return together && us.me.name ? m.ownBy(us.me.name) : m.ownByYou
}
