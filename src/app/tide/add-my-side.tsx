import { useState } from 'react'
import { addEntry } from '../../device/moments/add-entry.ts'
import { toWhen } from '../../device/moments/zones.ts'
import { instantOf, isDateOnly, KINDS, type Kind } from '../../journal/move.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { replies } from '../messages/replies.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Trouble } from '../ui/page.tsx'
import { Shape } from '../ui/shape.tsx'
import { usePhone } from '../world.tsx'
import styles from './add-my-side.module.css'

type Side =
  | { readonly phase: 'closed' | 'asking' | 'keeping' | 'full' | 'failed' }
  | { readonly phase: 'kept'; readonly id: string }

/** One's own moment beside the other's, with its time filled in. It is only one's own, like every new one. */
export function AddMySide(props: { at: string }) {
  const { at } = props
  const m = useMessages(replies).side
  const k = useMessages(kinds)
  const phone = usePhone()
  const [side, setSide] = useState<Side>({ phase: 'closed' })

  async function keep(kind: Kind): Promise<void> {
    setSide({ phase: 'keeping' })
    const when = isDateOnly(at) ? at : toWhen(instantOf(at), phone.runtime.zone())
    const kept = await addEntry(phone, { kind, at: when })
    if (kept.ok) setSide({ phase: 'kept', id: kept.id })
    else setSide({ phase: kept.reason === 'full' ? 'full' : 'failed' })
  }

  if (side.phase === 'closed') {
    return (
      <Buttons>
        <Button onClick={() => setSide({ phase: 'asking' })}>{m.add}</Button>
      </Buttons>
    )
  }
  if (side.phase === 'kept') {
    return (
      <>
        <output>{m.kept}</output>
        <Buttons>
          <ButtonLink href={`/entry/${side.id}/strength`}>{m.more}</ButtonLink>
        </Buttons>
      </>
    )
  }
  return (
    <fieldset className={styles['side']}>
      <legend>{m.about}</legend>
      <div className={styles['kinds']}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className={styles['kind']}
            disabled={side.phase === 'keeping'}
            onClick={() => void keep(kind).catch(() => setSide({ phase: 'failed' }))}
          >
            <Shape kind={kind} />
            {k.button[kind]}
          </button>
        ))}
      </div>
      {side.phase === 'full' && <Trouble>{m.full}</Trouble>}
      {side.phase === 'failed' && <Trouble>{m.notKept}</Trouble>}
      <Buttons>
        <Button weight="plain" onClick={() => setSide({ phase: 'closed' })}>
          {m.leave}
        </Button>
      </Buttons>
    </fieldset>
  )
}
