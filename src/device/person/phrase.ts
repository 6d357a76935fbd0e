import * as z from 'zod/mini'
import { toBytes } from '../../sync/bytes.ts'
import { resealIdentity } from '../identity.ts'
import { ownChain } from '../couple/membership.ts'
import type { Phone } from '../phone.ts'
import { inTurn } from '../sync/turn.ts'

/**
 * The twelve words (BIP-39, English) behind this person's root and recovery key. The phone keeps them,
 * sealed, until they stand on paper without a slip of the pen: shown, written down, and typed once from
 * there. Then it forgets them, and nobody who has the phone can take the person with it. It keeps one of
 * the twelve, sealed, and asks for it some days later, to be sure that the paper can be found; eleven
 * unknown words are 117 bits.
 */

const DAY = 24 * 60 * 60 * 1000
/** How long after they were written down one word is asked for. */
export const ASK_WORD_AFTER = 3 * DAY
/** The words of the list differ within so many letters; more need not be written or typed. */
const ENOUGH_LETTERS = 4

const askedSchema = z.object({
  writtenAt: z.number(),
  /** Which word is asked for, from 0. */
  place: z.int(),
  word: z.string(),
})
type Asked = z.infer<typeof askedSchema>

/** Where the phrase stands. */
export type Phrase =
  /** Not on paper yet: without this phone nothing could bring the journal back. */
  | { readonly step: 'unwritten' }
  /** On paper, and not on this phone any more; one of them is still to be asked for. */
  | { readonly step: 'written' }
  /** Time to ask for it; `number` from 1. */
  | { readonly step: 'ask'; readonly number: number }
  /** On paper, and nothing is asked any more; or it never was on this phone. */
  | { readonly step: 'elsewhere' }

/** Where the phrase stands. For a live query. */
export async function readPhrase(phone: Phone): Promise<Phrase> {
  const asked = await readAsked(phone)
  if (!asked) return { step: phone.identity.secrets.seed === null ? 'elsewhere' : 'unwritten' }
  const isTime = phone.runtime.clock() - asked.writtenAt >= ASK_WORD_AFTER
  return isTime ? { step: 'ask', number: asked.place + 1 } : { step: 'written' }
}

/** Whether the phrase stands on paper, as far as this phone can know. */
export const isOnPaper = ({ identity }: Phone): boolean => identity.secrets.seed === null

/** The words themselves, to be written on paper; null where this phone does not have them. */
export async function showPhrase(phone: Phone): Promise<string[] | null> {
  const { seed } = phone.identity.secrets
  return seed === null ? null : wordsOf(toBytes(seed))
}

/** What came of reading the paper. `differs`: the word with this number, from 1, is another one. */
export type OnPaper =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'count' }
  | { readonly ok: false; readonly reason: 'differs'; readonly number: number }

/** Compares what stands on paper with the words. The same: the phone forgets them. */
export async function checkPaper(phone: Phone, text: string): Promise<OnPaper> {
  const { db, runtime } = phone
  const all = await showPhrase(phone)
  // In another tab it was right already.
  if (!all) return { ok: true }
  const typed = splitWords(text)
  if (typed.length !== all.length) return { ok: false, reason: 'count' }
  const differing = all.findIndex((word, place) => !isMeant(word, typed[place] ?? ''))
  if (differing >= 0) return { ok: false, reason: 'differs', number: differing + 1 }
  // The chain's first link is signed by the root, which goes with the words.
  await ownChain(phone)
  const place = (runtime.random(1)[0] ?? 0) % all.length
  const asked: Asked = { writtenAt: runtime.clock(), place, word: all[place] ?? '' }
  await inTurn(runtime, async () => {
    await phone.reopen()
    const secrets = { ...phone.identity.secrets, seed: null }
    const row = await resealIdentity(phone.identity, { secrets }, db, runtime)
    const value = phone.vault.sealLocal(JSON.stringify(asked))
    await db.state.bulkPut([row, { name: ASKED, value }])
  })
  await phone.reopen()
  return { ok: true }
}

/** Checks the word that is asked for. Right: nothing of the phrase is left here. */
export async function checkWord(phone: Phone, word: string): Promise<boolean> {
  const asked = await readAsked(phone)
  if (!asked || !isMeant(asked.word, splitWords(word).join(' '))) return false
  await stopAsking(phone)
  return true
}

/** Asks for no word any more: it was right, or the paper cannot be found. */
export const stopAsking = ({ db }: Phone): Promise<void> => db.state.delete(ASKED)

/** Where the word lies that is asked for. */
const ASKED = 'phrase'

async function readAsked({ db, vault }: Phone): Promise<Asked | null> {
  const value = (await db.state.get(ASKED))?.value
  const text = typeof value === 'string' ? vault.openLocal(value) : null
  return text === null ? null : (askedSchema.safeParse(JSON.parse(text)).data ?? null)
}

/** What twelve typed words are: the 16 bytes behind them, or which of them is no word of the list. */
export async function readWords(
  text: string,
): Promise<
  | { ok: true; seed: Uint8Array }
  | { ok: false; reason: 'count' | 'unknown' | 'checksum'; word?: string }
> {
  const { mnemonicToEntropy, wordlist } = await list()
  const typed = splitWords(text)
  const words = typed.map((each) => wordlist.find((word) => isMeant(word, each)))
  const unknown = words.indexOf(undefined)
  if (unknown >= 0) return { ok: false, reason: 'unknown', word: typed[unknown] ?? '' }
  if (words.length !== 12) return { ok: false, reason: 'count' }
  try {
    return { ok: true, seed: mnemonicToEntropy(words.join(' '), wordlist) }
  } catch {
    return { ok: false, reason: 'checksum' }
  }
}

const splitWords = (text: string): string[] =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')

const isMeant = (word: string, typed: string): boolean =>
  typed === word || (typed.length >= ENOUGH_LETTERS && word.startsWith(typed))

async function wordsOf(seed: Uint8Array): Promise<string[]> {
  const { entropyToMnemonic, wordlist } = await list()
  return entropyToMnemonic(seed, wordlist).split(' ')
}

const list = () => import('./word-list.ts')
