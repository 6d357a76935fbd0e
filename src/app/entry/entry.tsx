import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { instantOf, isDateOnly } from '../../journal/move.ts'
import { readMoment, readPast, type Moment } from '../../device/moments/read.ts'
import { chooseSharing, type Choice, keepChoiceReady } from '../../device/moments/share.ts'
import { readUs, type Us } from '../../device/couple/us.ts'
import { comingMorning, isZone } from '../../device/moments/zones.ts'
import { deleteEntry, undoDelete } from '../../device/moments/delete-entry.ts'
import { frame } from '../messages/frame.ts'
import { useMessages } from '../messages/locale.tsx'
import { entry } from '../messages/entry.ts'
import { kinds } from '../messages/kinds.ts'
import { sharing } from '../messages/sharing.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Section, Trouble } from '../ui/page.tsx'
import { StateLine } from '../ui/state-line.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { WordsShown } from '../ui/words-shown.tsx'
import { useLive, usePhone } from '../world.tsx'
import { StepPage } from './step-page.tsx'
import { readStep, type Step, stepAfter } from './steps.ts'
import { SharingChoice } from './sharing.tsx'
import { sayTrouble } from './trouble.ts'
import { Summary } from './summary.tsx'
import { type DraftState, useDraft } from './use-draft.ts'

/** So long after a moment only the questions of the hot minute are asked one after the other, in ms. */
const HOT = 3 * 60 * 60 * 1000

/** One moment of one's own: a row of questions, or the whole of it on one page. */
export function EntryScreen(props: { id: string; step: string | undefined }) {
  const { id, step } = props
  const phone = usePhone()
  const moment = useLive((open) => readMoment(open, id), [id])
  const us = useLive(readUs)
  const [removed, setRemoved] = useState(false)
  const m = useMessages(entry)
  const f = useMessages(frame)
  if (removed) {
    return (
      <Removed
        onUndo={async () => {
          const back = await undoDelete(phone, id)
          if (back) setRemoved(false)
          return back
        }}
      />
    )
  }
  if (moment === undefined || !us) return <Waiting />
  if (moment === null)
    return (
      <Page title={m.gone} back={{ href: '/now', label: f.places.now }}>
        <p>{m.goneAbout}</p>
      </Page>
    )
  return (
    <Editor
      moment={moment}
      us={us}
      step={readStep(step)}
      onRemove={async () => {
        const saved = await deleteEntry(phone, id)
        if (saved.ok) setRemoved(true)
        return saved.ok
      }}
    />
  )
}

function Editor(props: {
  moment: Moment
  us: Us
  step: Step | null
  onRemove: () => Promise<boolean>
}) {
  const { moment, us, step, onRemove } = props
  const phone = usePhone()
  const state = useDraft(phone, moment)
  const [, navigate] = useLocation()
  // The time it was kept at, so that a changed time can be changed back.
  const [kept] = useState(moment.move.at)
  if (!state) return <Waiting />

  const clock = phone.runtime.clock()
  if (!step)
    return <Whole moment={moment} us={us} state={state} clock={clock} onRemove={onRemove} />

  const leave = async (to: string) => {
    if (await state.commit()) navigate(to)
  }
  const isHot = !isDateOnly(kept) && Math.abs(clock - instantOf(kept)) < HOT
  const following = stepAfter(step, isHot)
  return (
    <StepPage
      id={moment.id}
      step={step}
      state={state}
      kept={kept}
      now={clock}
      zone={phone.runtime.zone()}
      onEnough={() => void leave('/now')}
      onNext={following ? () => navigate(`/entry/${moment.id}/${following}`) : null}
    >
      {step === 'sharing' && (
        <Sharing
          moment={moment}
          us={us}
          state={state}
          clock={clock}
          onDone={() => navigate('/now')}
        />
      )}
    </StepPage>
  )
}

function Whole(props: {
  moment: Moment
  us: Us
  state: DraftState
  clock: number
  onRemove: () => Promise<boolean>
}) {
  const { moment, us, state, clock, onRemove } = props
  const m = useMessages(entry)
  const k = useMessages(kinds)
  const s = useMessages(sharing)
  const f = useMessages(frame)
  const { draft, restored, trouble, change, commit } = state
  const [, navigate] = useLocation()
  const [failed, setFailed] = useState(false)
  return (
    <Page title={k.mine[draft.move.kind]} discreet back={{ href: '/now', label: f.places.now }}>
      {restored && <Quiet>{m.draft}</Quiet>}
      {trouble && <Trouble>{sayTrouble(trouble, m)}</Trouble>}
      <Summary
        id={moment.id}
        draft={draft}
        now={clock}
        onKind={(kind) => change({ move: { ...draft.move, kind } })}
      />
      <Section title={s.title}>
        <StateLine
          moment={moment}
          partner={us.partner && (us.partner.name ?? s.them)}
          clock={clock}
        />
        <Buttons>
          <ButtonLink href={`/entry/${moment.id}/sharing`}>{s.change}</ButtonLink>
        </Buttons>
      </Section>
      <PastTexts moment={moment} />
      <Buttons>
        <Button weight="main" onClick={() => void commit().then((ok) => ok && navigate('/now'))}>
          {m.done}
        </Button>
        <Button weight="plain" onClick={() => void onRemove().then((ok) => setFailed(!ok))}>
          {m.remove}
        </Button>
      </Buttons>
      {failed && <Trouble>{m.full}</Trouble>}
    </Page>
  )
}

function Sharing(props: {
  moment: Moment
  us: Us
  state: DraftState
  clock: number
  onDone: () => void
}) {
  const { moment, us, state, clock, onDone } = props
  const phone = usePhone()
  const m = useMessages(sharing)
  const [failed, setFailed] = useState<keyof typeof sharing.failed | null>(null)
  const zone = us.partner?.zone ?? null
  useEffect(() => keepChoiceReady(phone, moment.id), [phone, moment.id])
  async function confirm(choice: Choice): Promise<void> {
    // The card is made from what is kept, so what is on the screen is kept first.
    if (!(await state.commit())) return
    const saved = await chooseSharing(phone, moment.id, choice)
    if (saved.ok) onDone()
    else setFailed(saved.reason)
  }
  return (
    <>
      <SharingChoice
        draft={state.draft}
        visible={moment.visible}
        us={us}
        clock={clock}
        morning={comingMorning(clock, zone !== null && isZone(zone) ? zone : phone.runtime.zone())}
        onConfirm={(choice) => void confirm(choice).catch(() => setFailed('full'))}
      />
      {failed && <Trouble>{m.failed[failed]}</Trouble>}
    </>
  )
}

/** What the same person wrote about this moment on another phone, where the two could not become one. */
function PastTexts(props: { moment: Moment }) {
  const past = useLive((phone) => readPast(phone, props.moment.id), [props.moment.id])
  const m = useMessages(entry)
  if (!past || past.length === 0) return null
  return (
    <Section title={m.past(past.length)}>
      {past.map((each) => (
        <WordsShown key={JSON.stringify(each)} words={each.words} move={each.move} />
      ))}
    </Section>
  )
}

function Removed(props: { onUndo: () => Promise<boolean> }) {
  const m = useMessages(entry)
  const f = useMessages(frame)
  const [late, setLate] = useState(false)
  return (
    <Page title={m.removed} back={{ href: '/now', label: f.places.now }}>
      <output>{late ? m.tooLate : m.removedAbout}</output>
      {!late && (
        <Buttons>
          <Button onClick={() => void props.onUndo().then((back) => setLate(!back))}>
            {m.undo}
          </Button>
        </Buttons>
      )}
    </Page>
  )
}
