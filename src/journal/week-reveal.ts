import type { Answer, Half } from './week.ts'

/**
 * Two answers that are shown together or not at all, with nobody between the two to be trusted.
 *
 * 1. Each seals a commitment: a hash of the answer and 32 random bytes. It tells nothing, and the
 *    answer behind it cannot be exchanged any more.
 * 2. Whoever holds the other's commitment opens their own half: answer, random bytes, and in
 *    `against` the commitment of the other that they held then.
 * 3. Both are shown once both are open, and only if the other's answer fits the commitment in
 *    `against`. Otherwise it was exchanged after this side had opened, and that is what is said.
 *
 * `against` lies in one's own half, so every device and every later day comes to the same verdict.
 */

/** The commitment to an answer: 32 bytes as text. Hashing comes from outside; this folder has none. */
export type Commit = (answer: Answer, nonce: string, voice: string) => string

/** One person's half, and whose it is. */
export interface Side {
  readonly voice: string
  readonly half: Half | null
}

export type Reveal =
  /** Mine is not sealed yet. */
  | { readonly phase: 'writing' }
  /** Mine is sealed or open; the other's is still to come. Nothing of theirs is shown. */
  | { readonly phase: 'waiting' }
  /** Both are sealed: mine may open, against this commitment. */
  | { readonly phase: 'ready'; readonly against: string }
  | { readonly phase: 'shown'; readonly mine: Answer; readonly theirs: Answer }
  /** The other opened something else than what they had sealed. */
  | { readonly phase: 'exchanged'; readonly mine: Answer }
  /** One of the two would rather not, so neither is shown. */
  | { readonly phase: 'skipped' }

/** Where the two halves stand, seen from one side. */
export function revealOf(mine: Side, theirs: Side, commit: Commit): Reveal {
  if (mine.half?.as === 'skipped') return { phase: 'skipped' }
  if (mine.half === null) return { phase: 'writing' }
  const theirCommitment = commitmentOf(theirs, commit)
  if (mine.half.as === 'sealed') {
    if (theirs.half?.as === 'skipped') return { phase: 'skipped' }
    return theirCommitment === null
      ? { phase: 'waiting' }
      : { phase: 'ready', against: theirCommitment }
  }
  if (theirs.half?.as === 'skipped') return { phase: 'skipped' }
  if (theirCommitment === null) return { phase: 'waiting' }
  if (theirCommitment !== mine.half.against) return { phase: 'exchanged', mine: mine.half.answer }
  return theirs.half?.as === 'opened'
    ? { phase: 'shown', mine: mine.half.answer, theirs: theirs.half.answer }
    : { phase: 'waiting' }
}

/** What a half is committed to; null where it is not there or holds nothing. */
export function commitmentOf({ half, voice }: Side, commit: Commit): string | null {
  if (half?.as === 'sealed') return half.commitment
  return half?.as === 'opened' ? commit(half.answer, half.nonce, voice) : null
}
