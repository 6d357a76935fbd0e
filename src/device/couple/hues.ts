import { type Hue, type HuesBody, type Pair, PAIRS } from '../../journal/hues.ts'
import { newestOf, type Turned } from '../../journal/turn.ts'
import type { Phone } from '../phone.ts'
import { type KnownCouple, readCouple } from './couple.ts'

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
  const all = await readChosenHues(phone)
  return huesOf(phone, await readCouple(phone.db), all)
}

/** The same, of all that was ever chosen. */
export function huesOf(
  { me }: Phone,
  couple: KnownCouple | null,
  all: readonly ChosenHues[],
): Hues {
  const [alone, together] = [null, couple?.id].map((scope) =>
    newestOf(all.filter((each) => each.couple === scope)),
  )
  const chosen = couple && !couple.closed ? together : (alone ?? together)
  const isLeft = !couple || couple.members[0] === me
  if (!chosen) return { pair: PAIRS[0], mine: isLeft ? 'first' : 'second' }
  const pair = PAIRS.find((each) => each === chosen.pair) ?? PAIRS[0]
  return { pair, mine: chosen.by === me ? chosen.mine : otherHue(chosen.mine) }
}

/** The hue that is left when one is taken. */
export const otherHue = (hue: Hue): Hue => (hue === 'first' ? 'second' : 'first')

/** What one of the two has chosen, alone or in a couple. */
export type ChosenHues = HuesBody & Turned & { readonly couple: string | null }

/** Reads all that was chosen. */
export async function readChosenHues({ db, vault }: Phone): Promise<ChosenHues[]> {
  const records = await db.records.where('type').equals('hues').toArray()
  return records.flatMap(({ author, envelope }) => {
    const opened = vault.open(envelope)
    return opened.ok && opened.body.type === 'hues'
      ? [{ ...opened.body, by: author, couple: envelope.couple }]
      : []
  })
}
