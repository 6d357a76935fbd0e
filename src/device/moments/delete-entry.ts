import { type Entry, WORD_FIELDS } from '../../journal/entry.ts'
import { ownKey } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import type { Saved } from '../records.ts'
import { spendWrites } from '../shared-writes.ts'
import { ownBodyIn, readOwnBody, storedRecord } from '../stored-record.ts'
import { UNDO_TIME } from '../undo.ts'
import { cardId, coupleOfCard, goneEdit, isOpen, whileOpenIs } from './card.ts'
import { pastEdit } from './past.ts'

/**
 * Deletes an entry and its card. For ten seconds nothing leaves the phone, and it can be undone. `asked`:
 * the entry as it was when this was asked. Words that another tab has kept in it since are kept beside it, as
 * those of another device are: whoever deletes it has not seen them.
 */
export async function deleteEntry(phone: Phone, id: string, asked?: Entry): Promise<Saved> {
  const held = await phone.db.records.get(ownKey(phone, id))
  const entry = ownBodyIn(phone, held)
  if (entry?.type !== 'entry') return { ok: false, reason: 'gone' }
  const heldUntil = phone.runtime.clock() + UNDO_TIME
  const edits = [goneEdit(id, 'me', heldUntil)]
  const open = await isOpen(phone, id, entry.sharing)
  // A card goes with its entry, also one in a couple that was left.
  const couple = await coupleOfCard(phone, id, entry.sharing)
  if (couple !== null) {
    edits.push(goneEdit(cardId(phone, id, entry.sharing.number), 'us', heldUntil))
  }
  if (asked && !hasSameWords(asked, entry)) edits.push(pastEdit(phone, id, entry))
  const seen = { id, sharing: entry.sharing, open, digest: held?.digest }
  return whileOpenIs(phone, seen, edits, couple, () => deleteEntry(phone, id, asked ?? entry))
}

const hasSameWords = (one: Entry, other: Entry): boolean =>
  WORD_FIELDS.every(
    (field) => JSON.stringify(one.words[field]) === JSON.stringify(other.words[field]),
  )

/** Brings a deleted entry back, with its card. False: it is too late, or it was not deleted here. */
export async function undoDelete(phone: Phone, id: string): Promise<boolean> {
  const { db } = phone
  // All of it or nothing: a moment that came back alone would lose its card ten seconds later.
  return db.transaction('rw', db.records, db.outbox, db.state, async () => {
    if (!(await restore(phone, ownKey(phone, id)))) return false
    const entry = await readOwnBody(phone, id)
    if (entry?.type === 'entry' && entry.sharing.number > 0) {
      await restore(phone, ownKey(phone, cardId(phone, id, entry.sharing.number)))
    }
    return entry !== null
  })
}

/** Puts back what a held delete replaced; what had been waiting to be sent waits again. Inside the transaction. */
async function restore(phone: Phone, key: string): Promise<boolean> {
  const { db, vault } = phone
  const [held, before] = await Promise.all([
    db.outbox.where('key').equals(key).last(),
    db.records.get(key),
  ])
  if (!held?.undo || held.sent) return false
  const opened = vault.open(held.undo)
  const record = storedRecord(held.undo, opened.ok ? opened.body : null, phone, before?.seq ?? null)
  await db.records.put(record)
  const gone = vault.open(held.envelope)
  if (gone.ok && gone.body.type === 'gone') {
    const again = opened.ok && opened.body.type !== 'unknown' ? opened.body : null
    await spendWrites({ db, device: vault.device }, gone.body, again)
  }
  // What the delete edited has been accepted, or is on its way: nothing of it needs to wait again.
  if (record.digest === held.envelope.base) {
    await db.outbox.delete(held.n)
  } else {
    const { heldUntil: _held, undo: _undo, ...rest } = held
    await db.outbox.put({ ...rest, envelope: record.envelope, digest: record.digest })
  }
  return true
}
