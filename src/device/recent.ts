import { type Envelope, isSameMove } from '../sync/envelope.ts'

/** So many are remembered, and none that is longer than this. */
const MOST = 1024
const LONGEST = 4096

/**
 * What was inside the envelopes that this page has sealed or opened last, in memory only: what has just been
 * written is looked at again when it leaves, and what has just arrived when it is shown.
 */
export class Recent {
  private readonly known = new Map<string, { readonly of: Envelope; readonly text: string }>()

  /** Notes that this text was in the envelope, which is known to be as its author made it. */
  note(of: Envelope, text: string): void {
    if (text.length > LONGEST) return
    this.known.set(of.sealed, { of, text })
    if (this.known.size <= MOST) return
    for (const oldest of this.known.keys()) {
      this.known.delete(oldest)
      break
    }
  }

  /** The text in this very envelope; undefined where that is not known. */
  read(envelope: Envelope): string | undefined {
    const found = this.known.get(envelope.sealed)
    return found && isSameEnvelope(found.of, envelope) ? found.text : undefined
  }
}

/** Whether two are the same in every field: one that differs anywhere is not what was looked at. */
export const isSameEnvelope = (a: Envelope, b: Envelope): boolean =>
  PLAIN.every((field) => a[field] === b[field]) && isSameMove(a.move, b.move)

/** All but the move. */
const FIELDS = {
  v: true,
  id: true,
  author: true,
  couple: true,
  audience: true,
  epoch: true,
  device: true,
  rev: true,
  base: true,
  deleted: true,
  sealed: true,
  tag: true,
} as const satisfies Record<Exclude<keyof Envelope, 'move'>, true>
const PLAIN = Object.keys(FIELDS) as (keyof typeof FIELDS)[]
