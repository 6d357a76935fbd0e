import { useState } from 'react'
import { drawOwnLoop } from '../../device/loops/own-loops.ts'
import { readPlaces } from '../../device/moments/read.ts'
import { MAX_LINE } from '../../journal/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Quiet, Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { usePhone } from '../world.tsx'
import styles from './draw-loop.module.css'
import type { Drawing } from './use-drawing.ts'

/** A loop for us: the two choose moments that belong together. It is drawn as theirs, and never counted. */
export function DrawLoop(props: { drawing: Drawing }) {
  const { drawing } = props
  const { chosen, name } = drawing
  const m = useMessages(tide).draw
  const phone = usePhone()
  const [said, setSaid] = useState<'kept' | 'full' | 'failed' | 'private' | null>(null)

  async function draw(keys: readonly string[]): Promise<void> {
    // In the order of the timeline, in whatever order they were tapped.
    const order = new Map((await readPlaces(phone)).map(({ key }, index) => [key, index]))
    const sorted = keys.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    const saved = await drawOwnLoop(phone, sorted, name.trim() === '' ? undefined : name.trim())
    if (saved.ok) {
      drawing.end()
      setSaid('kept')
    } else if (saved.reason === 'private' && (await drawing.letGo())) setSaid('private')
    else setSaid(saved.reason === 'full' ? 'full' : 'failed')
  }

  if (!chosen) {
    return (
      <>
        <Button
          onClick={() => {
            setSaid(null)
            void drawing.begin().catch(() => setSaid('failed'))
          }}
        >
          {drawing.isLeft ? m.goOn : m.start}
        </Button>
        {said === 'kept' && <Quiet live>{m.kept}</Quiet>}
      </>
    )
  }
  return (
    <div className={styles['bar']}>
      <p>{m.about}</p>
      <Quiet live>{m.chosen(chosen.length)}</Quiet>
      {chosen.length > 1 && (
        <TextField
          label={m.name}
          placeholder={m.placeholder}
          max={MAX_LINE}
          value={name}
          onChange={drawing.write}
        />
      )}
      {said !== null && said !== 'kept' && <Trouble>{m[said]}</Trouble>}
      <Buttons>
        <Button
          weight="main"
          disabled={chosen.length < 2}
          onClick={() => void draw(chosen).catch(() => setSaid('failed'))}
        >
          {m.make}
        </Button>
        <Button
          weight="plain"
          onClick={() => {
            setSaid(null)
            drawing.end()
          }}
        >
          {m.cancel}
        </Button>
      </Buttons>
    </div>
  )
}
