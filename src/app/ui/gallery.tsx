import { type ReactNode, useState } from 'react'
import type { Moment } from '../../device/moments/read.ts'
import type { Words } from '../../journal/entry.ts'
import { KINDS } from '../../journal/move.ts'
import { toWhen } from '../../device/moments/zones.ts'
import { Button, ButtonLink, Buttons } from './button.tsx'
import { CardShown } from './card-shown.tsx'
import { Check, ChoiceList } from './choice.tsx'
import { Chips } from './chips.tsx'
import { Circles } from './circles.tsx'
import { CopyButton } from './copy.tsx'
import { Failure } from './error-boundary.tsx'
import { Fold } from './fold.tsx'
import styles from './gallery.module.css'
import { Page, Quiet, Section, Stack, Trouble } from './page.tsx'
import { PauseLine } from './pause-line.tsx'
import { QrCode } from './qr.tsx'
import { SearchChips } from './search-chips.tsx'
import { Scanner } from './scanner.tsx'
import { Shape } from './shape.tsx'
import { Sheet } from './sheet.tsx'
import { SelectField } from './select-field.tsx'
import { Signs } from './signs.tsx'
import { StateLine } from './state-line.tsx'
import { TextField } from './text-field.tsx'
import { TimeField } from './time-field.tsx'
import { Waiting } from './waiting.tsx'
import { WordsShown } from './words-shown.tsx'

/**
 * Every piece of this folder in every state it has, on one page, at `/gallery`. For whoever builds a
 * screen, and for the tests that look at the pieces; nobody is led here. Its words are samples.
 */

const CLOCK = Date.UTC(2026, 2, 3, 8)
const HOUR = 3_600_000
const LONG = 'Rindfleischetikettierungsüberwachungsaufgabe und noch etwas mehr'
const WORDS: Words = {
  situation: 'the dishwasher, again',
  felt: ['dismissed'],
  underneath: ['alone', 'tired'],
  story: 'That I am the only one who sees it.',
  needed: 'a hand on my back',
  request: 'I need ten minutes. Would you sit with me?',
}
const MOVE = { kind: 'pursue', at: toWhen(CLOCK - 13 * HOUR, 'UTC'), intensity: 4 } as const

export function Gallery() {
  return (
    <Page title="Pieces" back={{ href: '/now' }}>
      <Pressed />
      <Chosen />
      <Written />
      <Forms />
      <Moments />
      <Said />
      <HandedOver />
      {STUMBLED.map(([name, error]) => (
        <Section key={name} title={`A screen that stumbled, ${name}`}>
          <Failure error={error} retry={() => undefined} />
        </Section>
      ))}
    </Page>
  )
}

function Piece(props: { name: string; children: ReactNode }) {
  return (
    <div className={styles['piece']} data-piece={props.name}>
      <h3 className={styles['name']}>{props.name}</h3>
      {props.children}
    </div>
  )
}

function Pressed() {
  return (
    <Section title="Pressed">
      {(['main', 'quiet', 'plain'] as const).map((weight) => (
        <Piece key={weight} name={`button, ${weight}`}>
          <Buttons>
            <Button weight={weight}>Press</Button>
            <Button weight={weight} disabled>
              Not now
            </Button>
            <Button weight={weight}>{LONG}</Button>
            <ButtonLink weight={weight} href="/now">
              A link
            </ButtonLink>
          </Buttons>
        </Piece>
      ))}
      <Piece name="fold">
        <Fold label="Behind a line">
          <p>What was behind it.</p>
        </Fold>
      </Piece>
      <Piece name="sheet">
        <SheetSample />
      </Piece>
    </Section>
  )
}

function SheetSample() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open the sheet</Button>
      <Sheet title="A sheet" open={open} onClose={() => setOpen(false)}>
        <Stack>
          <p>It comes from below.</p>
          <Button onClick={() => setOpen(false)}>Close it</Button>
        </Stack>
      </Sheet>
    </>
  )
}

function Chosen() {
  const [one, setOne] = useState('a')
  const [yes, setYes] = useState(true)
  const [some, setSome] = useState<readonly string[]>(['alone'])
  const toggle = (word: string) =>
    setSome(some.includes(word) ? some.filter((each) => each !== word) : [...some, word])
  const options = ['alone', 'afraid', 'too much', LONG]
  return (
    <Section title="Chosen">
      <Piece name="choice list">
        <ChoiceList
          legend="One of several"
          options={[
            { value: 'a', label: 'The first' },
            { value: 'b', label: 'The second', about: 'with a quiet line of its own' },
            { value: 'c', label: LONG },
          ]}
          value={one}
          onChoose={setOne}
        />
      </Piece>
      <Piece name="check">
        <Check label="Yes or no" checked={yes} onChange={setYes} />
        <Check label={LONG} checked={!yes} onChange={() => setYes(!yes)} />
      </Piece>
      <Piece name="a day and a time">
        <div className={styles['row']}>
          <TimeField label="Day" type="date" value="2026-03-02" onChange={() => undefined} />
          <TimeField label="Time" type="time" value="19:02" onChange={() => undefined} />
        </div>
      </Piece>
      <Piece name="one of many short ones">
        <SelectField
          label="The hour"
          options={['16:00', '17:00'].map((value) => ({ value, label: value }))}
          value="17:00"
          onChoose={() => undefined}
        />
      </Piece>
      <Piece name="chips">
        <Chips
          legend="Several"
          options={options.map((value) => ({ value, label: value }))}
          chosen={some}
          onToggle={toggle}
        />
      </Piece>
      <Piece name="chips with a search">
        <SearchChips
          legend="Several, looked for"
          search="Look for a word"
          add={(word) => `Add “${word}”`}
          none="Not in the list."
          options={options}
          chosen={some}
          max={60}
          onToggle={toggle}
        />
      </Piece>
    </Section>
  )
}

function Written() {
  const [text, setText] = useState('left the room')
  return (
    <Section title="Written">
      <Piece name="text field, one line">
        <TextField label="A line" value={text} max={280} onChange={setText} />
      </Piece>
      <Piece name="text field, several lines">
        <TextField
          label="Several lines"
          about="They grow with the text."
          lines={3}
          value={`${text}\n${text}\n${text}\n${text}`}
          max={4000}
          onChange={setText}
        />
      </Piece>
      <Piece name="text field, secret">
        <TextField label="A passcode" plain secret value={text} max={280} onChange={setText} />
      </Piece>
      <Piece name="text field, plain and empty">
        <TextField
          label="Not one’s own words"
          plain
          value=""
          placeholder="nothing yet"
          max={280}
          onChange={setText}
        />
      </Piece>
    </Section>
  )
}

function Forms() {
  return (
    <Section title="Forms">
      <Piece name="shapes">
        <div className={styles['row']}>
          {KINDS.map((kind) => (
            <span key={kind} className={styles['row']}>
              <Shape kind={kind} />
              <Shape kind={kind} mirrored />
              <Shape kind={kind} outlined />
            </span>
          ))}
        </div>
      </Piece>
      <Piece name="us">
        <Circles />
      </Piece>
    </Section>
  )
}

function Moments() {
  const moment = (visible: Moment['visible'], state: Moment['state']): Moment => ({
    key: 'a/b',
    id: 'b',
    mine: true,
    moveId: 'b',
    move: MOVE,
    words: WORDS,
    visible,
    state,
  })
  const opensAt = new Date(CLOCK + 25 * HOUR).toISOString()
  const line = (name: string, shown: Moment) => (
    <Piece name={`state line, ${name}`}>
      <StateLine moment={shown} partner="Remy" clock={CLOCK} />
    </Piece>
  )
  return (
    <Section title="Moments">
      {(['left', 'right'] as const).map((side) => (
        <Piece key={side} name={`card, ${side}`}>
          <CardShown
            card={{ move: MOVE, words: side === 'left' ? WORDS : {} }}
            author={side === 'left' ? 'Noa' : LONG}
            side={side}
            clock={CLOCK}
          />
        </Piece>
      ))}
      <Piece name="words">
        <WordsShown words={WORDS} move={MOVE} />
      </Piece>
      {line('only me', moment({ to: 'me', loops: true }, 'saved'))}
      {line('outside loops', moment({ to: 'me', loops: false }, 'saved'))}
      {line(
        'cooling',
        moment({ to: 'us', open: false, opens: 'morning', opensAt, words: [] }, 'saved'),
      )}
      {line('waiting', moment({ to: 'us', open: true, words: [] }, 'waiting'))}
      {line('shared with words', moment({ to: 'us', open: true, words: ['story'] }, 'shared'))}
      {line('refused', moment({ to: 'us', open: true, words: [] }, 'parked'))}
      {([1, -1] as const).map((ahead) => (
        <Piece key={ahead} name={`pause, ${ahead > 0 ? 'ahead' : 'over'}`}>
          <PauseLine
            pause={{
              at: toWhen(CLOCK - 2 * HOUR, 'UTC'),
              until: toWhen(CLOCK + ahead * HOUR, 'UTC'),
            }}
            name="Noa"
            clock={CLOCK}
          />
        </Piece>
      ))}
    </Section>
  )
}

function Said() {
  return (
    <Section title="Said">
      <Piece name="quiet">
        <Quiet>A sentence that stands back.</Quiet>
      </Piece>
      <Piece name="trouble">
        <Trouble>This phone has no room left. What you wrote is still on this screen.</Trouble>
      </Piece>
      <Piece name="waiting">
        <Waiting />
      </Piece>
    </Section>
  )
}

const STUMBLED = [
  ['for any reason', new Error('sample')],
  ['offline, for a part that is not here yet', new Error('dynamically imported module')],
  ['with no storage', Object.assign(new Error('sample'), { name: 'OpenFailedError' })],
] as const

function CameraSample() {
  const [open, setOpen] = useState(false)
  return open ? (
    <Scanner instead="A link does the same." onRead={() => setOpen(false)} />
  ) : (
    <Button onClick={() => setOpen(true)}>Open the camera</Button>
  )
}

function HandedOver() {
  return (
    <Section title="Handed over">
      <Piece name="code">
        <QrCode text="https://tideline.test/join#sample" label="A code for a camera" />
      </Piece>
      <Piece name="copy">
        <CopyButton label="Copy" done="Copied." text="sample" />
      </Piece>
      <Piece name="camera">
        <CameraSample />
      </Piece>
      <Piece name="pictures">
        <Signs numbers={[0, 1, 2, 3, 4, 5]} label="Six pictures" />
      </Piece>
    </Section>
  )
}
