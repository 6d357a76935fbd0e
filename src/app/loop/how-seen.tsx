import { type FormEvent, useState } from 'react'
import { answerLoop, type Told } from '../../device/loops/loop-notes.ts'
import type { Us } from '../../device/couple/us.ts'
import { MAX_LINE } from '../../journal/entry.ts'
import { type Seen, SEEN } from '../../journal/loop-answer.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Quiet, Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { usePhone } from '../world.tsx'
import { nameOf } from './name-of.ts'
import { useLine } from './use-line.ts'
import styles from './loop.module.css'

/**
 * "Not how I saw it", with a line if they like. It changes nothing of what was found, and nothing for
 * the other. Where the two look together, each has their own, by name.
 */
export function HowSeen(props: {
  entries: readonly string[]
  told: Told | null
  us: Us
  together: boolean
}) {
  const { entries, told, us, together } = props
  const people = together && us.partner ? [us.me.id, us.partner.id] : [us.me.id]
  return people.map((person) => (
    <HowOneSaw
      key={person}
      person={person}
      entries={entries}
      told={told}
      us={us}
      together={together}
    />
  ))
}

function HowOneSaw(props: {
  person: string
  entries: readonly string[]
  told: Told | null
  us: Us
  together: boolean
}) {
  const { person, entries, told, us, together } = props
  const all = useMessages(loop)
  const m = all.answer
  const phone = usePhone()
  const given = told?.answers.find(({ by }) => by === person)
  const line = useLine(`seen/${entries[0]}/${person}`, SEEN, together)
  const [failed, setFailed] = useState(false)
  const name = together ? nameOf(person, us, all) : null
  if (!line) return null
  const asking = line.what
  const ask = (seen: Seen) => line.begin(seen, given?.line ?? '')

  async function keep(seen: Seen, text: string): Promise<void> {
    const voice = person === us.me.id ? undefined : person
    const saved = await answerLoop(phone, entries, { seen, line: text }, voice)
    setFailed(!saved.ok)
    if (saved.ok) line?.end()
  }
  const tryToKeep = (seen: Seen, text: string) => {
    keep(seen, text).catch(() => setFailed(true))
  }

  if (asking !== null) {
    const submit = (event: FormEvent) => {
      event.preventDefault()
      tryToKeep(asking, line.text)
    }
    return (
      <form className={styles['form']} onSubmit={submit}>
        <TextField
          label={name === null ? m.line : m.lineOf(name)}
          about={asking === 'differently' ? m.about : undefined}
          lines={2}
          max={MAX_LINE}
          value={line.text}
          takesFocus
          onChange={line.write}
        />
        {failed && <Trouble>{m.failed}</Trouble>}
        <Buttons>
          <Button type="submit" weight="main">
            {m.keep}
          </Button>
          <Button weight="plain" onClick={line.end}>
            {m.leave}
          </Button>
        </Buttons>
      </form>
    )
  }
  return (
    <>
      {given?.seen === 'differently' ? (
        <Buttons>
          <Button onClick={() => ask('differently')}>{of(name, m.change)}</Button>
          <Button weight="plain" onClick={() => tryToKeep('so', '')}>
            {of(name, m.takeBack)}
          </Button>
        </Buttons>
      ) : (
        <Buttons>
          <Button onClick={() => ask('differently')}>{of(name, m.not)}</Button>
          {told?.isSeenDifferently && (
            <Button weight="plain" onClick={() => ask('so')}>
              {of(name, m.mine)}
            </Button>
          )}
        </Buttons>
      )}
      {given?.seen === 'differently' && !together && <Quiet>{m.stays}</Quiet>}
      {failed && <Trouble>{m.failed}</Trouble>}
    </>
  )
}

const of = (name: string | null, what: string): string =>
  name === null ? what : `${name}: ${what}`
