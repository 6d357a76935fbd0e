import * as z from 'zod/mini'
import { toBytes } from '../../sync/bytes.ts'
import { resealIdentity } from '../identity.ts'
import { ownChain } from '../couple/membership.ts'
import type { Phone } from '../phone.ts'

/**
 * The twelve words (BIP-39, English) behind this person's root and recovery key. The phone keeps them,
 * sealed, until it is sure that they stand on paper: shown, written down, and one of them asked for some
 * days later. Then it forgets them, and nobody who has the phone can take the person with it.
 */

const DAY = 24 * 60 * 60 * 1000
/** How long after they were written down one word is asked for. */
export const ASK_WORD_AFTER = 3 * DAY

const stateSchema = z.object({
  writtenAt: z.number(),
  /** Which word is asked for, from 0. */
  place: z.int(),
})

/** Where the phrase stands. */
export type Phrase =
  /** Not on paper yet: without this phone nothing could bring the journal back. */
  | { readonly step: 'unwritten' }
  | { readonly step: 'written' }
  /** Time to ask for one word; `number` from 1. */
  | { readonly step: 'ask'; readonly number: number }
  /** On paper, and not on this phone any more; or it never was on this one. */
  | { readonly step: 'elsewhere' }

/** Where the phrase stands. For a live query. */
export async function readPhrase(phone: Phone): Promise<Phrase> {
  if (phone.identity.secrets.seed === null) return { step: 'elsewhere' }
  const state = stateSchema.safeParse((await phone.db.state.get('phrase'))?.value)
  if (!state.success) return { step: 'unwritten' }
  const { writtenAt, place } = state.data
  const isTime = phone.runtime.clock() - writtenAt >= ASK_WORD_AFTER
  return isTime ? { step: 'ask', number: place + 1 } : { step: 'written' }
}

/** Whether its owner has said that the phrase stands on paper. */
export async function isOnPaper({ db, identity }: Phone): Promise<boolean> {
  return identity.secrets.seed === null || (await db.state.get('phrase')) !== undefined
}

/** The words themselves, to be written on paper; null where this phone does not have them. */
export async function showPhrase(phone: Phone): Promise<string[] | null> {
  const { seed } = phone.identity.secrets
  if (seed === null) return null
  const { entropyToMnemonic, wordlist } = await words()
  return entropyToMnemonic(toBytes(seed), wordlist).split(' ')
}

/** Their owner says that they stand on paper. */
export async function markWritten({ db, runtime }: Phone): Promise<void> {
  const place = (runtime.random(1)[0] ?? 0) % 12
  await db.state.put({ name: 'phrase', value: { writtenAt: runtime.clock(), place } })
}

/** Checks the word that was asked for. Right: the phone forgets all twelve. */
export async function checkWord(phone: Phone, word: string): Promise<boolean> {
  const state = stateSchema.safeParse((await phone.db.state.get('phrase'))?.value)
  const all = await showPhrase(phone)
  if (!state.success || !all) return false
  if (word.trim().toLowerCase() !== all[state.data.place]) return false
  // The chain's first link is signed by the root, which goes with the words.
  await ownChain(phone)
  const { db, identity, runtime } = phone
  const row = await resealIdentity(
    identity,
    { secrets: { ...identity.secrets, seed: null } },
    db,
    runtime,
  )
  await db.transaction('rw', db.state, async () => {
    await db.state.put(row)
    await db.state.delete('phrase')
  })
  await phone.reopen()
  return true
}

/** What twelve typed words are: the 16 bytes behind them, or which of them is no word of the list. */
export async function readWords(
  text: string,
): Promise<
  | { ok: true; seed: Uint8Array }
  | { ok: false; reason: 'count' | 'unknown' | 'checksum'; word?: string }
> {
  const { mnemonicToEntropy, wordlist } = await words()
  const typed = text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
  const unknown = typed.find((word) => !wordlist.includes(word))
  if (unknown !== undefined) return { ok: false, reason: 'unknown', word: unknown }
  if (typed.length !== 12) return { ok: false, reason: 'count' }
  try {
    return { ok: true, seed: mnemonicToEntropy(typed.join(' '), wordlist) }
  } catch {
    return { ok: false, reason: 'checksum' }
  }
}

const words = () => import('./word-list.ts')
