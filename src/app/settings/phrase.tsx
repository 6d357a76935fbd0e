import { type FormEvent, useState } from 'react'
import { readDevices } from '../../device/person/devices.ts'
import {
  checkPaper,
  checkWord,
  type OnPaper,
  type Phrase,
  readPhrase,
  showPhrase,
  stopAsking,
} from '../../device/person/phrase.ts'
import { askToKeep } from '../keep-storage.ts'
import { useMessages } from '../messages/locale.tsx'
import { phrase } from '../messages/phrase.ts'
import { settings } from '../messages/settings.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Stack, Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { useLive, usePhone } from '../world.tsx'
import { useAskAgain } from '../lock/ask-again.tsx'
import styles from './phrase.module.css'

/**
 * The twelve words: what they are for, the words themselves, typing them once from paper, and the day one
 * of them is asked for.
 */
export function PhraseScreen() {
  const m = useMessages(phrase)
  const s = useMessages(settings)
  const at = useLive(readPhrase)
  const [words, setWords] = useState<readonly string[] | 'typed' | null>(null)
  if (!at) return <Waiting />
  return (
    <Page title={m.title} back={{ href: '/us', label: s.title }}>
      {at.step !== 'unwritten' || words === null ? (
        <Standing at={at} onShow={setWords} />
      ) : words === 'typed' ? (
        <FromPaper onShow={setWords} onLater={() => setWords(null)} />
      ) : (
        <Words words={words} onWritten={() => setWords('typed')} onHide={() => setWords(null)} />
      )}
    </Page>
  )
}

type OnShow = (words: readonly string[] | null) => void

function Standing({ at, onShow }: { at: Phrase; onShow: OnShow }) {
  const m = useMessages(phrase)
  return (
    <Stack>
      <p>{m.why}</p>
      {at.step === 'written' && <output>{m.step.written}</output>}
      {at.step === 'elsewhere' && <Elsewhere />}
      {at.step === 'ask' && <AskWord number={at.number} />}
      {at.step === 'unwritten' && <Show label={m.show} onShow={onShow} />}
    </Stack>
  )
}

/** On paper, as far as can be known; or on no paper yet, and on another phone of one's own. */
function Elsewhere() {
  const m = useMessages(phrase).step
  const own = useLive(readDevices)
  if (!own) return null
  const there = own.find(({ hasPhrase, standing }) => hasPhrase && standing === 'here')
  return <p>{there ? m.there(there.name) : m.elsewhere}</p>
}

/** Whoever holds the unlocked phone for a minute must not be able to take the words with them. */
function Show(props: { label: string; onShow: OnShow }) {
  const m = useMessages(phrase)
  const phone = usePhone()
  const { field, ask } = useAskAgain()
  async function show(): Promise<void> {
    if (await ask()) props.onShow(await showPhrase(phone))
  }
  return (
    <>
      <Quiet>{m.alone}</Quiet>
      {field}
      <Buttons>
        <Button onClick={() => void show()}>{props.label}</Button>
      </Buttons>
    </>
  )
}

function Words(props: { words: readonly string[]; onWritten: () => void; onHide: () => void }) {
  const m = useMessages(phrase)
  return (
    <Stack>
      <p className={styles['aside']}>{m.paper}</p>
      <ol className={styles['words']} aria-label={m.list} translate="no">
        {props.words.map((word, place) => (
          // The same word may stand twice: its place is what it is known by.
          // eslint-disable-next-line react/no-array-index-key
          <li key={place}>{word}</li>
        ))}
      </ol>
      <div className={styles['aside']}>
        <Stack>
          <Quiet>{m.screenshot}</Quiet>
          <Quiet>{m.copy}</Quiet>
          <Buttons>
            <Button weight="main" onClick={props.onWritten}>
              {m.written}
            </Button>
            <Button onClick={() => window.print()}>{m.print}</Button>
            <Button weight="plain" onClick={props.onHide}>
              {m.hide}
            </Button>
          </Buttons>
        </Stack>
      </div>
    </Stack>
  )
}

type Refused = Extract<OnPaper, { ok: false }>

/** A slip of the pen is noticed now, while the words can still be seen. */
function FromPaper(props: { onShow: OnShow; onLater: () => void }) {
  const m = useMessages(phrase)
  const phone = usePhone()
  const [typed, setTyped] = useState('')
  const [state, setState] = useState<'idle' | 'working' | 'failed' | Refused>('idle')

  async function compare(): Promise<void> {
    setState('working')
    const answer = await checkPaper(phone, typed)
    if (!answer.ok) return setState(answer)
    // From here on another part of the page says how it stands.
    await askToKeep()
  }

  return (
    <Stack>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (state !== 'working') compare().catch(() => setState('failed'))
        }}
      >
        <Stack>
          <h2>{m.paperRight.title}</h2>
          <p>{m.paperRight.about}</p>
          <TextField
            label={m.paperRight.label}
            plain
            exact
            takesFocus
            lines={4}
            max={400}
            value={typed}
            onChange={setTyped}
          />
          {state === 'working' && <Quiet live>{m.paperRight.working}</Quiet>}
          {state === 'failed' && <Trouble>{m.paperRight.failed}</Trouble>}
          {typeof state === 'object' && (
            <Trouble>
              {state.reason === 'count' ? m.paperRight.count : m.paperRight.differs(state.number)}
            </Trouble>
          )}
          <Buttons>
            <Button type="submit" weight="main" disabled={state === 'working'}>
              {m.paperRight.check}
            </Button>
            <Button weight="plain" onClick={props.onLater}>
              {m.paperRight.later}
            </Button>
          </Buttons>
        </Stack>
      </form>
      <Show label={m.again} onShow={props.onShow} />
    </Stack>
  )
}

function AskWord(props: { number: number }) {
  const { number } = props
  const m = useMessages(phrase)
  const phone = usePhone()
  const [word, setWord] = useState('')
  const [wrong, setWrong] = useState(false)
  function check(event: FormEvent): void {
    event.preventDefault()
    checkWord(phone, word).then(
      (right) => setWrong(!right),
      () => setWrong(true),
    )
  }
  return (
    <form onSubmit={check}>
      <Stack>
        <h2>{m.ask(number)}</h2>
        <Quiet>{m.askAbout}</Quiet>
        <TextField label={m.word(number)} plain exact max={20} value={word} onChange={setWord} />
        {wrong && <Trouble>{m.wrong}</Trouble>}
        <Buttons>
          <Button type="submit" weight="main">
            {m.check}
          </Button>
          <Button weight="plain" onClick={() => void stopAsking(phone)}>
            {m.lost}
          </Button>
        </Buttons>
      </Stack>
    </form>
  )
}
