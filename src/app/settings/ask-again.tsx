import { type ReactNode, useState } from 'react'
import { type Lock, openLock, readLock } from '../../device/person/lock.ts'
import { askPasskey } from '../../device/person/passkey.ts'
import type { Phone } from '../../device/phone.ts'
import { devices } from '../messages/devices.ts'
import { useMessages } from '../messages/locale.tsx'
import { Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useLive, usePhone } from '../world.tsx'

/**
 * Asks once more who this is, where the app lock can tell: its passcode or passkey. Without a lock there
 * is nothing to ask, and `ask` answers true at once.
 */
export function useAskAgain(): { field: ReactNode; ask: () => Promise<boolean> } {
  const m = useMessages(devices).add.ask
  const phone = usePhone()
  const lock = useLive(({ db }) => readLock(db))
  const [typed, setTyped] = useState('')
  const [refused, setRefused] = useState<'wrong' | 'wait' | null>(null)

  async function ask(): Promise<boolean> {
    if (!lock) return lock === null
    const opened = await tryLock(phone, lock, typed)
    setRefused(opened === 'open' ? null : opened)
    return opened === 'open'
  }

  const field = lock ? (
    <>
      {lock.way === 'passcode' ? (
        <TextField
          label={m.passcode}
          secret
          plain
          max={200}
          autoComplete="current-password"
          value={typed}
          onChange={setTyped}
        />
      ) : (
        <p>{m.passkey}</p>
      )}
      {refused && <Trouble>{m[refused]}</Trouble>}
    </>
  ) : null
  return { field, ask }
}

async function tryLock(
  phone: Phone,
  lock: Lock,
  typed: string,
): Promise<'open' | 'wrong' | 'wait'> {
  const { db, runtime } = phone
  const given = lock.way === 'passcode' ? { passcode: typed } : await showPasskey(lock)
  if (!given) return 'wrong'
  const opening = await openLock(db, runtime, given)
  return opening.ok ? 'open' : opening.reason
}

async function showPasskey({
  credential,
  salt,
}: Extract<Lock, { way: 'passkey' }>): Promise<{ secret: Uint8Array } | null> {
  const secret = await askPasskey(credential, salt)
  return secret && { secret }
}
