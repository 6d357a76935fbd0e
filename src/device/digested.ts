import { digestEnvelope } from '../sync/envelope.ts'
import type { Database, StoredRecord } from './database.ts'

/** What stands behind every record: the database keeps only what is its own. */
const BEHIND = {
  get digest(): string {
    return digestEnvelope((this as unknown as StoredRecord).envelope)
  },
}

/**
 * Gives a record its digest. Of a long journal that arrives hardly any is ever asked for, and to work them
 * all out took longer than to put them down.
 */
export const digestedWhenAsked = (record: Omit<StoredRecord, 'digest'>): StoredRecord =>
  Object.setPrototypeOf(record, BEHIND) as StoredRecord

/** Gives every record that is read from now on its digest, where an earlier version has not kept it. */
export function digestWhatIsRead({ records }: Database): void {
  records.hook('reading', (record: StoredRecord | undefined) =>
    record && !Object.hasOwn(record, 'digest') ? digestedWhenAsked(record) : record,
  )
}
