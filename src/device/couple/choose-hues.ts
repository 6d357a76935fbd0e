import { PAIRS } from '../../journal/hues.ts'
import type { Phone } from '../phone.ts'
import type { Saved } from '../records.ts'
import { chooseInTurn } from './choose-in-turn.ts'
import { readCouple, readOpenCouple } from './couple.ts'
import { type Hues, huesOf, readChosenHues } from './hues.ts'

/** Chooses a pair, or which of it is one's own, or both; the rest stays as it is. In a couple it holds for both. */
export async function chooseHues(phone: Phone, chosen: Partial<Hues>): Promise<Saved> {
  const couple = await readCouple(phone.db)
  const scope = (await readOpenCouple(phone.db))?.id ?? null
  const id = phone.vault.deriveId('hues', scope ?? '')
  const read = () => readChosenHues(phone)
  return chooseInTurn(phone, scope, read, (all, turn) => {
    const { pair, mine } = { ...huesOf(phone, couple, all), ...chosen }
    const next = () => ({ type: 'hues' as const, pair, mine, turn })
    return { id, audience: scope === null ? 'me' : 'us', next }
  })
}

/** What somebody had chosen alone comes along to a new couple, unless the other has chosen there before. */
export async function bringHues(phone: Phone): Promise<void> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return
  const all = await readChosenHues(phone)
  const alone = all.find((each) => each.couple === null)
  if (!alone || all.some((each) => each.couple === couple.id)) return
  const pair = PAIRS.find((each) => each === alone.pair)
  if (pair) await chooseHues(phone, { pair, mine: alone.mine })
}
