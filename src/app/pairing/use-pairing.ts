import { useEffect } from 'react'
import { type Pairing, readPairing, stepPairing } from '../../device/couple/pairing.ts'
import { useLive, usePhone } from '../world.tsx'

const EVERY = 1500

/** Where the pairing stands. While the screen is open it goes on by itself. */
export function usePairing(): Pairing | undefined {
  const phone = usePhone()
  const pairing = useLive(readPairing)
  const moves = pairing !== undefined && MOVING.has(pairing.step)
  useEffect(() => {
    if (!moves) return
    // A step that fails for want of a network is simply tried again.
    const step = () => void stepPairing(phone).catch(() => undefined)
    step()
    const timer = setInterval(step, EVERY)
    return () => clearInterval(timer)
  }, [phone, moves])
  return pairing
}

const MOVING: ReadonlySet<Pairing['step']> = new Set([
  'invited',
  'meeting',
  'comparing',
  'finishing',
])
