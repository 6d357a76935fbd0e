import { readOpenCouple } from '../../src/device/couple/couple.ts'
import { type Saved, writeRecords } from '../../src/device/records.ts'
import type { Body } from '../../src/journal/body.ts'
import type { Doing } from './acts.ts'
import { type Book, heardAs, type Ledger, type NewerAct } from './ledger.ts'

/** What only a newer version of the app writes, on a device that runs it. */

/** A record of a type, and a field of an entry, that only a later version knows. */
export async function fromTheFuture({ world, ledger, phone, person }: Doing): Promise<void> {
  const couple = await readOpenCouple(phone.db)
  const text = ledger.freshText()
  const id = Buffer.from(world.chance.bytes(16)).toString('base64url')
  const audience = world.chance.is(0.5) ? 'us' : 'me'
  const saved = await writeRecords(
    phone,
    [{ id, audience, next: () => ({ type: 'ripple', text }) as never }],
    couple?.id,
  )
  if (saved.ok) ledger.future.set(id, { person, audience })
}

/** A field of its own beside those of a moment, and one among the words, as a newer version writes them. */
export async function writeNewer({ ledger, phone }: Doing, book: Book): Promise<void> {
  const act = ledger.newer()
  let isThere = false
  const next = (now: Body | null): never | null => {
    isThere = now?.type === 'entry'
    if (now?.type !== 'entry') return null
    return { ...now, words: { ...now.words, song: act.text }, weather: act.text } as never
  }
  book.newer.push(act)
  await tellOf(ledger, act, writeRecords(phone, [{ id: book.id, audience: 'me', next }]))
  if (!isThere) act.heard = 'refused'
}

/** A record of a type that only the newer version knows, written over by it again and again. */
export async function writeRipple({ world, ledger, phone }: Doing): Promise<void> {
  const couple = await readOpenCouple(phone.db)
  const act = ledger.newer()
  ledger.ripple.id ??= Buffer.from(world.chance.bytes(16)).toString('base64url')
  const { id, acts } = ledger.ripple
  acts.push(act)
  const next = () => ({ type: 'ripple', text: act.text }) as never
  await tellOf(ledger, act, writeRecords(phone, [{ id, audience: 'us', next }], couple?.id))
}

async function tellOf(ledger: Ledger, act: NewerAct, saving: Promise<Saved>): Promise<void> {
  act.heard = heardAs(await saving)
  act.ended = ledger.tick()
}
