import { type Hue, type HuesBody, type Pair, PAIRS } from '../../journal/hues.ts'
import { newestOf, nextTurn, type Turned } from '../../journal/turn.ts'
import type { Phone } from '../phone.ts'
import { type Saved, writeRecords } from '../records.ts'
import { readCouple, readOpenCouple } from './couple.ts'

/** The hues of the two, as this phone's owner has them; alone there is only `mine`. */
export interface Hues {
  readonly pair: Pair
  readonly mine: Hue
}

/**
 * What the two chose last, the same on both phones; until then the first pair, in the order of their sides. What
 * somebody chooses alone is theirs; what two had stays after they have parted, until somebody chooses.
 */
export async function readHues(phone: Phone): Promise<Hues> {
  const all = await readAll(phone)
  const couple = await readCouple(phone.db)
  const [alone, together] = [null, couple?.id].map((scope) =>
    newestOf(all.filter((each) => each.couple === scope)),
  )
  const chosen = couple && !couple.closed ? together : (alone ?? together)
  const isLeft = !couple || couple.members[0] === phone.me
  if (!chosen) return { pair: PAIRS[0], mine: isLeft ? 'first' : 'second' }
  const pair = PAIRS.find((each) => each === chosen.pair) ?? PAIRS[0]
  return { pair, mine: chosen.by === phone.me ? chosen.mine : otherHue(chosen.mine) }
}

/** Chooses a pair, and which of it is one's own. In a couple it holds for both. */
export async function chooseHues(phone: Phone, { pair, mine }: Hues): Promise<Saved> {
  const couple = await readOpenCouple(phone.db)
  const scope = couple?.id ?? null
  const turn = nextTurn((await readAll(phone)).filter((each) => each.couple === scope))
  const id = phone.vault.deriveId('hues', scope ?? '')
  const next = () => ({ type: 'hues' as const, pair, mine, turn })
  return writeRecords(phone, [{ id, audience: couple ? 'us' : 'me', next }], scope)
}

/** What somebody had chosen alone comes along to a new couple, unless the other has chosen there before. */
export async function bringHues(phone: Phone): Promise<void> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return
  const all = await readAll(phone)
  const alone = all.find((each) => each.couple === null)
  if (!alone || all.some((each) => each.couple === couple.id)) return
  const pair = PAIRS.find((each) => each === alone.pair)
  if (pair) await chooseHues(phone, { pair, mine: alone.mine })
}

/** The hue that is left when one is taken. */
export const otherHue = (hue: Hue): Hue => (hue === 'first' ? 'second' : 'first')

type Chosen = HuesBody & Turned & { readonly couple: string | null }

async function readAll({ db, vault }: Phone): Promise<Chosen[]> {
  const records = await db.records.where('type').equals('hues').toArray()
  return records.flatMap(({ author, envelope }) => {
    const opened = vault.open(envelope)
    return opened.ok && opened.body.type === 'hues'
      ? [{ ...opened.body, by: author, couple: envelope.couple }]
      : []
  })
}
