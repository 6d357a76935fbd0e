import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { cancelPairing } from '../../device/couple/pairing-end.ts'
import { readUs } from '../../device/couple/us.ts'
import { askToKeep } from '../keep-storage.ts'
import { useMessages } from '../messages/locale.tsx'
import { pairing } from '../messages/pairing.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Circles } from '../ui/circles.tsx'
import { Section } from '../ui/page.tsx'
import { useLive, usePhone } from '../world.tsx'
import { Breath } from './breath.tsx'
import { DefaultSharing } from './default-sharing.tsx'
import styles from './paired.module.css'

/** You are two here now: both names, what each sees, and what happens to new moments of one's own. */
export function Paired(props: { name: string }) {
  const m = useMessages(pairing)
  const phone = usePhone()
  const us = useLive(readUs)
  const [, navigate] = useLocation()
  useEffect(() => void askToKeep(), [])
  return (
    <>
      <div className={styles['two']}>
        <Circles />
        <h2>{m.paired(us?.me.name ?? m.pairedYou, us?.partner?.name ?? props.name)}</h2>
        <output>{m.pairedAbout}</output>
      </div>
      <DefaultSharing />
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
