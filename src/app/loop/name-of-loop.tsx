import { type FormEvent, useState } from 'react'
import { MAX_LINE } from '../../journal/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import styles from './loop.module.css'

/** Giving a loop a name, or another one. `onName` keeps it; an empty name takes it away. */
export function NameOfLoop(props: {
  name: string | null
  onName: (name: string) => Promise<{ readonly ok: boolean }>
}) {
  const { name, onName } = props
  const m = useMessages(loop).naming
  const [text, setText] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)

  async function keep(next: string): Promise<void> {
    const saved = await onName(next)
    setFailed(!saved.ok)
    if (saved.ok) setText(null)
  }

  if (text === null) {
    return (
      <div className={styles['naming']}>
        <Button weight="plain" onClick={() => setText(name ?? '')}>
          {name === null ? m.give : m.change}
        </Button>
      </div>
    )
  }
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
        onChange={setText}
      />
      {failed && <Trouble>{m.failed}</Trouble>}
      <Buttons>
        <Button type="submit" weight="main" disabled={text.trim() === '' && name === null}>
          {text.trim() === '' && name !== null ? m.takeAway : m.keep}
        </Button>
        <Button weight="plain" onClick={() => setText(null)}>
          {m.leave}
        </Button>
      </Buttons>
    </form>
  )
}
