import { useState } from 'react'
import { type DrawnLoop, removeOwnLoop, renameOwnLoop } from '../../device/loops/own-loops.ts'
import type { Us } from '../../device/couple/us.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Section, Trouble } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { usePhone } from '../world.tsx'
import { LoopFigure } from './figure.tsx'
import { NameOfLoop } from './name-of-loop.tsx'
import { Sides } from './sides.tsx'
import { Steps } from './steps.tsx'
import { useOpened } from './use-opened.ts'

/** A loop that the two drew through moments of theirs. It is theirs, and is counted nowhere. */
export function DrawnLoopStory(props: { drawn: DrawnLoop; us: Us; together: boolean }) {
  const { drawn, us, together } = props
  const m = useMessages(loop)
  const phone = usePhone()
  const moments = useOpened(drawn.keys)
  const [failed, setFailed] = useState(false)
  if (!moments) return <Waiting />
  return (
    <>
      <LoopFigure id={drawn.id} />
      {drawn.mine && !us.closed && (
        <NameOfLoop
          of={drawn.id}
          together={together}
          name={drawn.name ?? null}
          onName={(name) => renameOwnLoop(phone, drawn.id, name)}
        />
      )}
      <p>{sayDrawnBy(drawn, us, together, m)}</p>
      <Section title={m.story}>
        <Steps moments={moments} us={us} clock={phone.runtime.clock()} />
      </Section>
      <Sides moments={moments} us={us} />
      {drawn.mine && !us.closed && (
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
    </>
  )
}

function sayDrawnBy({ mine }: DrawnLoop, us: Us, together: boolean, m: typeof loop): string {
  if (!mine) return m.ownBy(us.partner?.name ?? m.unnamed)
  return together && us.me.name ? m.ownBy(us.me.name) : m.ownByYou
}
