import { useHalfSaid } from '../use-half-said.ts'
import { usePhone } from '../world.tsx'

/** A line that is being written about a loop; `begin` opens it, `end` puts it away. */
export interface Line<W extends string> {
  readonly text: string
  /** What is being answered with it; null while nobody writes. */
  readonly what: W | null
  readonly begin: (what: W, text: string) => void
  readonly write: (text: string) => void
  readonly end: () => void
}

const NOTHING = {}

/**
 * A line about a loop that is half written, which survives a killed app as a half-said step of the week does.
 * Null until it is read. What somebody began by themselves (`alone`) never comes up where two are looking.
 */
export function useLine<W extends string>(
  of: string,
  whats: readonly W[],
  together: boolean,
): Line<W> | null {
  const name = `line-draft/${together ? 'together' : 'alone'}/${of}`
  const kept = useHalfSaid(usePhone(), name, NOTHING)
  if (!kept) return null
  const { draft, change, forget } = kept
  return {
    text: draft.text ?? '',
    what: whats.find((each) => each === draft.what) ?? null,
    begin: (what, text) => change({ what, text }),
    write: (text) => change({ text }),
    end: () => {
      change({ what: '', text: '' })
      // What stays on the disk is empty, and is shown nowhere.
      forget().catch(() => undefined)
    },
  }
}
