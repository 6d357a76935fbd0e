import type { Database } from '../database.ts'

/** Where the lock of this phone lies. */
export const LOCK = 'lock'

/** Whether this phone has a lock; without the code that opens one. */
export const hasLock = async ({ state }: Database): Promise<boolean> =>
  (await state.where('name').equals(LOCK).count()) > 0
