import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { bringHues } from '../../device/couple/choose-hues.ts'
import { cancelPairing } from '../../device/couple/pairing-end.ts'
import { readRestore } from '../../device/couple/restore.ts'
import { readUs } from '../../device/couple/us.ts'
import { askToKeep } from '../keep-storage.ts'
import { before } from '../messages/before.ts'
import { useMessages } from '../messages/locale.tsx'
import { pairing } from '../messages/pairing.ts'
import { Button, ButtonLink, Buttons } from '../ui/button.tsx'
import { Circles } from '../ui/circles.tsx'
import { Section, Stack } from '../ui/page.tsx'
import { rememberBegun } from '../now/first-time.ts'
import { useLive, usePhone } from '../world.tsx'
import { Breath } from './breath.tsx'
import { DefaultSharing } from './default-sharing.tsx'
import styles from './paired.module.css'
import { StepTitle } from './step-title.tsx'

/** You are two here now: both names, what each sees, and what happens to new moments of one's own. */
export function Paired(props: { name: string }) {
  const m = useMessages(pairing)
  const phone = usePhone()
  const us = useLive(readUs)
  const again = useLive(readRestore)
  const b = useMessages(before).again
  const [, navigate] = useLocation()
  useEffect(() => {
    void askToKeep()
    rememberBegun()
  }, [])
  useEffect(() => {
    bringHues(phone).catch(() => undefined)
  }, [phone])
  return (
    <>
      <div className={styles['two']}>
        <Circles />
        <StepTitle>
          {m.paired(us?.me.name ?? m.pairedYou, us?.partner?.name ?? props.name)}
        </StepTitle>
        <output>{m.pairedAbout}</output>
      </div>
      <DefaultSharing />
      {again !== null && again !== undefined && (
        <Stack>
          <p>{b.here(us?.partner?.name ?? props.name)}</p>
          <Buttons>
            <ButtonLink href="/us/before">{b.look}</ButtonLink>
          </Buttons>
        </Stack>
      )}
      <Section title={m.breath.title}>
        <Breath />
      </Section>
      <Buttons>
        <Button
          weight="main"
          onClick={() => {
            void cancelPairing(phone).then(() => navigate('/now'))
          }}
        >
          {m.carryOn}
        </Button>
      </Buttons>
    </>
  )
}
