import { type Edit, type Ground, sealEdits } from './edit.ts'
import type { Phone } from './phone.ts'
import { putSealed } from './put.ts'

/**
 * The one way a record is written on this phone: seal first (`edit.ts`), then put the record and its outbox
 * row in one strict transaction (`put.ts`). Sealing comes before, and the transaction checks that nothing
 * has moved meanwhile; if something has, it is sealed again over what is there now.
 */

/** `gone`: it was deleted. `full`: no room on this phone. `too-long`: more than a record can hold. */
export type Saved = { ok: true } | { ok: false; reason: 'gone' | 'full' | 'too-long' }

const ATTEMPTS = 8
const TABLES = ['records', 'outbox', 'state']

/**
 * Writes all edits, or none. Resolves when the disk has them. `couple` has to be given for `us` records.
 */
export async function writeRecords(
  phone: Phone,
  edits: readonly Edit[],
  couple: string | null = null,
): Promise<Saved> {
  // Where nothing has to hold nothing can have changed.
  return (await writeWhile(phone, edits, couple, null)) as Saved
}

/** `changed`: what the edits rested on does not hold any more, and nothing was written. */
export type SavedWhile = Saved | { ok: false; reason: 'changed' }

/**
 * The same, as long as `holds` is true inside the transaction: for edits that rest on other records
 * than the ones they write. It may read `records`, `outbox` and `state` only. `known`: their ground, where it
 * is at hand.
 */
export async function writeWhile(
  phone: Phone,
  edits: readonly Edit[],
  couple: string | null,
  holds: (() => Promise<boolean>) | null,
  known: Ground | null = null,
): Promise<SavedWhile> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const sealed = await sealEdits(phone, edits, couple, attempt === 0 ? known : null)
    if (!sealed.ok) {
      // What is gone by now may be the very thing that the edits rested on.
      const isHolding = !holds || (await phone.db.transaction('r', TABLES, holds))
      return isHolding ? sealed : { ok: false, reason: 'changed' }
    }
    const done = await putSealed(phone, sealed, holds)
    if (done === 'put') return { ok: true }
    if (done === 'another') await phone.reopen()
    else if (done !== 'moved') return { ok: false, reason: done }
  }
  throw new Error('a record kept changing')
}
