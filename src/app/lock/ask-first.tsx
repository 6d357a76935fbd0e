import { lazy, Suspense } from 'react'
import { hasLock } from '../../device/person/has-lock.ts'
import { useLive } from '../world.tsx'
import type { Question } from './ask-again.tsx'

const Asking = lazy(async () => ({ default: (await import('./ask-again.tsx')).Asking }))

/** Whether there is a lock that can be asked for; undefined until that is known. */
export const useCanAsk = (): boolean | undefined => useLive(({ db }) => hasLock(db))

/** Asks for the lock before something goes on: the code that opens one comes when it is asked. */
export const AskFirst = (props: Question) => (
  <Suspense>
    <Asking {...props} />
  </Suspense>
)
