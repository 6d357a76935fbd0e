import { type FormEvent, useState } from 'react'
import { MAX_LINE } from '../../journal/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useLine } from './use-line.ts'
import styles from './loop.module.css'

const NAMING = ['name'] as const

/** Giving a loop (`of` is its id) a name, or another one. `onName` keeps it; an empty name takes it away. */
export function NameOfLoop(props: {
  of: string
  together: boolean
  name: string | null
  onName: (name: string) => Promise<{ readonly ok: boolean }>
}) {
  const { of, together, name, onName } = props
  const m = useMessages(loop).naming
  const line = useLine(`name/${of}`, NAMING, together)
  const [failed, setFailed] = useState(false)

  async function keep(next: string): Promise<void> {
    const saved = await onName(next)
    setFailed(!saved.ok)
    if (saved.ok) line?.end()
  }

  if (!line) return null
  if (line.what === null) {
    return (
      <div className={styles['naming']}>
        <Button weight="plain" onClick={() => line.begin('name', name ?? '')}>
          {name === null ? m.give : m.change}
        </Button>
      </div>
    )
  }
  const { text } = line
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void keep(text).catch(() => setFailed(true))
  }
  return (
    <form className={styles['form']} onSubmit={submit}>
      <TextField
        label={m.label}
        placeholder={m.placeholder}
        max={MAX_LINE}
        value={text}
        takesFocus
        onChange={line.write}
      />
      {failed && <Trouble>{m.failed}</Trouble>}
      <Buttons>
        <Button type="submit" weight="main" disabled={text.trim() === '' && name === null}>
          {text.trim() === '' && name !== null ? m.takeAway : m.keep}
        </Button>
        <Button weight="plain" onClick={line.end}>
          {m.leave}
        </Button>
      </Buttons>
    </form>
  )
}
