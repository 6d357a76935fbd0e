import { sha256 } from '@noble/hashes/sha2.js'
import { canonical, toText } from '../../sync/bytes.ts'

/**
 * What two phones have said to each other, as something two people can compare: six pictures out of
 * 64 on both screens, or the whole digest as a code for a camera. One side has committed to its nonce
 * before it saw the other's, so whoever stands in between gets a single try, at 1 in 2^36.
 */
export interface Comparison {
  /** Six numbers from 0 to 63. */
  readonly signs: readonly number[]
  /** All of it, to be scanned from the other screen. */
  readonly code: string
}

const SIGNS = 6
const BITS = 6
const CODE = 'tideline-compare:'

/** Compares what was said; both phones have to give the very same parts in the same order. */
export function compare(parts: readonly unknown[]): Comparison {
  const digest = sha256(canonical(['tideline-comparison', 1, ...parts]))
  const number = digest.subarray(0, 5).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const signs = Array.from({ length: SIGNS }, (_, place) =>
    Number((number >> BigInt(40 - BITS * (place + 1))) & 63n),
  )
  return { signs, code: CODE + toText(digest) }
}

/** Whether a text that a camera read is such a code at all. */
export const isComparisonCode = (text: string): boolean =>
  text.startsWith(CODE) && text.length === CODE.length + 43
