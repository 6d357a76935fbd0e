/** A calm opening: this long after the last moment. */
const CALM = 12 * 60 * 60 * 1000
/** "Not now" rests for this long. */
const REST = 21 * 24 * 60 * 60 * 1000
const NAME = 'tideline:offer-rests-since'

/** Tells whether the offer to share may be made: some time after the last moment, and not turned down lately. */
export function isCalm(last: number | null, now: number): boolean {
  if (last === null || now - last < CALM) return false
  const since = Number(readStored() ?? 0)
  return !(now - since < REST)
}

/** Lets the offer rest. */
export function restOffer(now: number): void {
  try {
    localStorage.setItem(NAME, String(now))
  } catch {
    // Where nothing can be stored, the offer comes again: an annoyance, not a loss.
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(NAME)
  } catch {
    return null
  }
}
