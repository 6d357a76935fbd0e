import type { Database } from '../database.ts'

/** What is left of a leaving: that the server hears of it, and that what was shared is taken back. */
export interface Leaving {
  readonly couple: string
  /** Whether the leaver takes back what they shared. */
  readonly withdraw: boolean
}
export const LEAVING = 'leaving'

/** The leaving that the server has not heard of yet; null nearly always. */
export async function readLeaving({ state }: Database): Promise<Leaving | null> {
  return ((await state.get(LEAVING))?.value as Leaving | undefined) ?? null
}
