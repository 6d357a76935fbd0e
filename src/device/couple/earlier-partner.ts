import { idSchema } from '../../sync/bytes.ts'
import type { Database } from '../database.ts'
import type { KnownCouple } from './couple.ts'

const partnerOf = (couple: string): string => `partner-of-${couple}`

/** Who the other was in a couple that this phone has seen end. */
export const readEarlierPartner = async (
  db: Database,
  couple: string,
): Promise<string | undefined> =>
  idSchema.safeParse((await db.state.get(partnerOf(couple)))?.value).data

/** Notes who the other was, before another couple takes its place. Inside a transaction with `state`. */
export const noteEarlierPartner = (db: Database, { id, partner }: KnownCouple) =>
  db.state.put({ name: partnerOf(id), value: partner })
