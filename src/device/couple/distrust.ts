import type { Database } from '../database.ts'

/** Set while what the API tells of who belongs to whom is not believed: then nothing is shared. */
export const DISTRUST = 'distrust'

/** Why this phone has stopped sharing; null while it has no reason to. */
export async function readDistrust(db: Database): Promise<string | null> {
  return ((await db.state.get(DISTRUST))?.value as string | undefined) ?? null
}
