import { ONLY_ME } from '../../journal/entry.ts'
import { instantOf, type Kind } from '../../journal/move.ts'
import { toText } from '../../sync/bytes.ts'
import { ownKey } from '../couple/couple.ts'
import { sealFresh } from '../edit.ts'
import type { Phone } from '../phone.ts'
import { isQuotaError, isStill } from '../put.ts'
import type { Saved } from '../records.ts'
import { contextAtHand, noteTap, readTapContext, sameMoment, sharingOf } from './ready.ts'
import { offsetAt, writeWhen } from './zones.ts'

/** Now, as a move carries it. */
export const timeNow = (phone: Phone): string => timeAt(phone, phone.runtime.clock())

/** An instant in ms, as a move carries it. */
export const timeAt = ({ runtime }: Phone, instant: number): string =>
  writeWhen(instant, runtime.offsetAt?.(instant) ?? offsetAt(instant, runtime.zone()))

/**
 * Keeps a moment. Resolves when the disk has it. The same kind within a minute is the same entry:
 * `again` is true and nothing new is written.
 *
 * What the tap has to know is at hand on an open phone (`ready.ts`); otherwise it is read inside the
 * same transaction. Sealing may stand inside: unlike WebCrypto, it does not wait for anything.
 */
export async function addEntry(
  phone: Phone,
  draft: { readonly kind: Kind; readonly at?: string },
): Promise<{ ok: true; id: string; again: boolean } | Extract<Saved, { ok: false }>> {
  const { db, runtime } = phone
  const now = runtime.clock()
  const move = { kind: draft.kind, at: draft.at ?? timeNow(phone) }
  const known = contextAtHand(phone)
  try {
    const kept = await db.transaction('rw', db.records, db.outbox, db.state, async () => {
      const context = known ?? (await readTapContext(phone))
      const same = draft.at === undefined ? sameMoment(context, draft.kind, now) : null
      if (same !== null && !(await isGone(phone, same))) {
        return { ok: true, id: same, again: true } as const
      }
      const id = toText(runtime.random(16))
      const sharing = sharingOf(context, now)
      const { record, row } = sealFresh(phone, id, { type: 'entry', move, words: {}, sharing })
      // All three at once: waiting for the answer to the first would cost a slow phone as much again.
      const [isMine] = await Promise.all([
        isStill(db, record.author),
        db.records.add(record),
        db.outbox.add(row),
      ])
      if (!isMine) throw new AnotherPhone()
      return { ok: true, id, again: false } as const
    })
    if (!kept.again) noteTap(phone, { id: kept.id, kind: draft.kind, at: instantOf(move.at) })
    return kept
  } catch (error) {
    if (error instanceof AnotherPhone) {
      await phone.reopen()
      return addEntry(phone, draft)
    }
    if (isQuotaError(error)) return { ok: false, reason: 'full' }
    throw error
  }
}

/**
 * Seals a moment that is kept nowhere. Sealing for the first time takes a slow phone many times as long as
 * ever after, because its code is made ready only then; that is not to happen under somebody's finger.
 */
export function rehearse(phone: Phone): void {
  const move = { kind: 'repair', at: timeNow(phone) } as const
  const id = toText(phone.runtime.random(16))
  sealFresh(phone, id, { type: 'entry', move, words: {}, sharing: ONLY_ME })
}

/** The keys on the disk are not the ones this was sealed under: the transaction is undone. */
class AnotherPhone extends Error {}

async function isGone(phone: Phone, id: string): Promise<boolean> {
  return (await phone.db.records.get(ownKey(phone, id)))?.envelope.deleted ?? true
}
