import { sha256 } from '@noble/hashes/sha2.js'
import type { Answer, ShownTogether } from '../../journal/week.ts'
import type { Commit } from '../../journal/week-reveal.ts'
import { canonical, toText } from '../../sync/bytes.ts'

/**
 * Commits to an answer: SHA-256 over a tagged array with its week, its subject, whose it is, 32 random
 * bytes, and the answer. The whole 32 bytes, because here two answers with one digest would be a way
 * to exchange one for the other.
 */
export const commitTo =
  ({ week, about }: { readonly week: string; readonly about: ShownTogether }): Commit =>
  (answer, nonce, voice) =>
    toText(sha256(canonical(['tideline-together', week, about, voice, nonce, ...parts(answer)])))

const parts = (answer: Answer): unknown[] =>
  answer.as === 'appreciation'
    ? [answer.as, answer.text]
    : [answer.as, answer.close, answer.open, answer.ease]
