import { type FormEvent, useState } from 'react'
import { nameLoop } from '../../device/loops/loop-notes.ts'
import { MAX_LINE } from '../../journal/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { usePhone } from '../world.tsx'
import styles from './loop.module.css'

/** Giving a loop a name, or another one. Either of the two may; both see the latest. */
export function NameOfLoop(props: { entries: readonly string[]; name: string | null }) {
  const { entries, name } = props
  const m = useMessages(loop).naming
  const phone = usePhone()
  const [text, setText] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)

  async function keep(next: string): Promise<void> {
    const saved = await nameLoop(phone, entries, next)
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
