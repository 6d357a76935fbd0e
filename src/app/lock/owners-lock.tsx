import { readLock } from '../../device/person/lock.ts'
import { useLive, usePhone } from '../world.tsx'
import { OpenLock } from './open-lock.tsx'

/** Whether this phone has an owner's lock; undefined until that is known. */
export function useOwnersLock(): boolean | undefined {
  return useLive(async ({ db }) => (await readLock(db)) !== null)
}

/**
 * Asks for the owner's lock while Tideline is open, as when together mode ends: the keys stay where
 * they are, only the hand is checked. Draws nothing where there is no lock.
 */
export function OwnersLock(props: { onOpen: () => void }) {
  const { db } = usePhone()
  const lock = useLive((phone) => readLock(phone.db))
  return lock ? <OpenLock db={db} lock={lock} onOpen={() => props.onOpen()} /> : null
}
