import { type Pairing } from '../../device/couple/pairing.ts'
import { cancelPairing } from '../../device/couple/pairing-end.ts'
import { useMessages } from '../messages/locale.tsx'
import { pairing } from '../messages/pairing.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Quiet, Stack, Trouble } from '../ui/page.tsx'
import { usePhone } from '../world.tsx'
import { Comparing } from './comparing.tsx'
import { sayRefusal } from './failure.tsx'
import { StepTitle } from './step-title.tsx'

/** The steps that a pairing takes between an opened invite and two names beside each other. */
export type OnTheWay = Extract<Pairing, { step: 'meeting' | 'comparing' | 'finishing' | 'failed' }>

export const isOnTheWay = (at: Pairing): at is OnTheWay =>
  at.step !== 'none' && at.step !== 'invited' && at.step !== 'paired'

/** A pairing on its way: waiting for the other phone, comparing, or over without one. */
export function PairingProgress(props: {
  at: OnTheWay
  /** What can be done where it came to nothing. */
  again: string
  onAgain: () => void
}) {
  const { at, again, onAgain } = props
  const m = useMessages(pairing)
  const phone = usePhone()
  if (at.step === 'comparing' || at.step === 'finishing') return <Comparing at={at} />
  if (at.step === 'meeting') {
    return (
      <Stack>
        <StepTitle>{m.meeting(at.name)}</StepTitle>
        <Quiet live>{m.waiting}</Quiet>
        <Buttons>
          <Button weight="plain" onClick={() => void cancelPairing(phone)}>
            {m.stop}
          </Button>
        </Buttons>
      </Stack>
    )
  }
  return (
    <Stack>
      <Trouble>{sayRefusal(at.reason, m)}</Trouble>
      <Buttons>
        <Button
          onClick={() => {
            void cancelPairing(phone).then(onAgain)
          }}
        >
          {again}
        </Button>
      </Buttons>
    </Stack>
  )
}
