import type { Runtime } from '../runtime.ts'

/**
 * Waits until no other tab syncs, and keeps the others waiting, where the browser has locks: for whoever
 * syncs, and for whoever changes what the keys of this phone lie under.
 */
export const inTurn = <T>({ locks, database }: Runtime, work: () => Promise<T>): Promise<T> =>
  locks ? locks.request(`${database}-sync`, work) : work()
