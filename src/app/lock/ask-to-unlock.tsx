import { createRoot } from 'react-dom/client'
import type { Database } from '../../device/database.ts'
import { readLock } from '../../device/person/lock.ts'
import { lockWhenAway } from './auto-lock.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import styles from './lock.module.css'
import { OpenLock } from './open-lock.tsx'

/**
 * The lock screen: it stands alone, in the place of everything else, until its owner has opened it.
 * Nothing of the journal is behind it; the keys to read any of it are not in memory yet. Once they are, they
 * go again when their owner is away.
 */
export async function askToUnlock(db: Database): Promise<CryptoKey> {
  const lock = await readLock(db)
  if (!lock) throw new Error('there is no lock to open')
  const behind = document.getElementById('root')
  const place = document.createElement('div')
  document.body.append(place)
  if (behind) behind.hidden = true
  const root = createRoot(place)
  return new Promise((resolve) => {
    const open = (key: CryptoKey): void => {
      root.unmount()
      place.remove()
      if (behind) behind.hidden = false
      lockWhenAway(db)
      resolve(key)
    }
    root.render(
      <ErrorBoundary>
        <main className={styles['shut']}>
          <OpenLock db={db} lock={lock} onOpen={open} mayErase />
        </main>
      </ErrorBoundary>,
    )
  })
}
