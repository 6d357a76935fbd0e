import { lazy, Suspense, useState } from 'react'
import { compareCode, confirmSame } from '../../device/couple/pairing.ts'
import { cancelPairing, sayDifferent } from '../../device/couple/pairing-end.ts'
import type { Pairing } from '../../device/couple/pairing.ts'
import { comparing } from '../messages/comparing.ts'
import { useMessages } from '../messages/locale.tsx'
import { pairing } from '../messages/pairing.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Fold } from '../ui/fold.tsx'
import { Quiet, Stack, Trouble } from '../ui/page.tsx'
import { QrCode } from '../ui/qr.tsx'
import { Signs } from '../ui/signs.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { usePhone } from '../world.tsx'
import { StepTitle } from './step-title.tsx'

const Scanner = lazy(async () => ({ default: (await import('../ui/scanner.tsx')).Scanner }))

/** Both people compare what their phones have said, by eye or with their cameras. */
export function Comparing(props: { at: Extract<Pairing, { step: 'comparing' | 'finishing' }> }) {
  const { step, name, comparison } = props.at
  const m = useMessages(comparing)
  const p = useMessages(pairing)
  const phone = usePhone()
  return (
    <Stack>
      <StepTitle key={step}>{step === 'comparing' ? m.title(name) : p.finishing(name)}</StepTitle>
      <Signs numbers={comparison.signs} label={m.label} />
      {step === 'comparing' ? (
        <>
          <p>{m.about}</p>
          <Buttons>
            <Button weight="main" onClick={() => void confirmSame(phone)}>
              {m.same}
            </Button>
            <Button onClick={() => void sayDifferent(phone)}>{m.different}</Button>
          </Buttons>
          <Quiet>{m.why}</Quiet>
        </>
      ) : (
        <output>{m.waits(name)}</output>
      )}
      <Together code={comparison.code} name={name} scans={step === 'comparing'} />
      <Buttons>
        <Button weight="plain" onClick={() => void cancelPairing(phone)}>
          {p.stop}
        </Button>
      </Buttons>
    </Stack>
  )
}

function Together(props: { code: string; name: string; scans: boolean }) {
  const { code, name, scans } = props
  const m = useMessages(comparing)
  const phone = usePhone()
  const [state, setState] = useState<'idle' | 'scanning' | 'not-code'>('idle')
  async function read(text: string): Promise<void> {
    setState('idle')
    const seen = await compareCode(phone, text)
    if (seen === 'not-a-code') setState('not-code')
  }
  return (
    <Fold label={m.together}>
      <Stack>
        <p>{m.togetherAbout(name)}</p>
        <QrCode text={code} label={m.codeLabel} />
        {state === 'scanning' && (
          <Suspense fallback={<Waiting />}>
            <Scanner instead={m.noCamera} onRead={(text) => void read(text)} />
          </Suspense>
        )}
        {state === 'not-code' && <Trouble>{m.notCode}</Trouble>}
        {scans && state !== 'scanning' && (
          <Buttons>
            <Button onClick={() => setState('scanning')}>{m.scan}</Button>
          </Buttons>
        )}
      </Stack>
    </Fold>
  )
}
