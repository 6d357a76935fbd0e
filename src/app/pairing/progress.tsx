import { cancelPairing, confirmPartner, type Pairing } from '../../device/pairing.ts'
import { useMessages } from '../messages/locale.tsx'
import { pairing } from '../messages/pairing.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Quiet, Stack, Trouble } from '../ui/page.tsx'
import { usePhone } from '../world.tsx'
import { sayRefusal } from './failure.tsx'

/** A pairing on its way: is it them, waiting for the other phone, or over without one. */
export function PairingProgress(props: {
  at: Extract<Pairing, { step: 'claimed' | 'finishing' | 'failed' }>
  onAgain: () => void
}) {
  const { at, onAgain } = props
  const m = useMessages(pairing)
  const phone = usePhone()
  if (at.step === 'claimed') {
    return (
      <Stack>
        <h2>{m.isItThem(at.name)}</h2>
        <p>{m.isItThemAbout}</p>
        <Buttons>
          <Button weight="main" onClick={() => void confirmPartner(phone)}>
            {m.yes(at.name)}
          </Button>
          <Button onClick={() => void cancelPairing(phone)}>{m.no}</Button>
        </Buttons>
      </Stack>
    )
  }
  if (at.step === 'finishing') {
    return (
      <Stack>
        <output>{at.role === 'inviter' ? m.finishing(at.name) : m.joined(at.name)}</output>
        <Quiet>{m.waiting}</Quiet>
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
          {m.again}
        </Button>
      </Buttons>
    </Stack>
  )
}
