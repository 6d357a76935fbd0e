import * as z from 'zod/mini'
import { bodyId } from './shared-write.ts'

/**
 * What people say about a loop: its name, and how they saw it. Loops are found anew each time and may
 * gain, lose or part with moments. So a note keeps the ids of the moments it was written about, and
 * belongs to the loop that holds most of them.
 */

/** The moments that a loop rested on when something was said about it. */
export const evidence = z.array(bodyId).check(z.minLength(1), z.maxLength(1000))

/** A loop as a note sees it. */
export interface Whole {
  readonly id: string
  readonly entries: readonly string[]
}

/**
 * The loop that a note about `entries` belongs to: the one that holds most of them, and at least half;
 * null where there is none. Of two that hold equally many the smaller counts, then the one whose id
 * comes first, so that both phones agree in whatever order their loops come.
 */
export function wholeOf<W extends Whole>(
  entries: readonly string[],
  loops: readonly W[],
): W | null {
  const kept = new Set(entries)
  let best: { readonly loop: W; readonly shared: number } | null = null
  for (const loop of loops) {
    const shared = new Set(loop.entries.filter((id) => kept.has(id))).size
    if (shared === 0 || shared * 2 < kept.size) continue
    if (best === null || isBetter({ loop, shared }, best)) best = { loop, shared }
  }
  return best?.loop ?? null
}

interface Candidate {
  readonly loop: Whole
  readonly shared: number
}

function isBetter(a: Candidate, b: Candidate): boolean {
  if (a.shared !== b.shared) return a.shared > b.shared
  const [sizeA, sizeB] = [a.loop.entries.length, b.loop.entries.length]
  return sizeA === sizeB ? a.loop.id < b.loop.id : sizeA < sizeB
}
