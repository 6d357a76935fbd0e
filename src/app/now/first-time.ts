/**
 * Whether anything was ever kept here, known before the database is open, so that the sentence of the
 * first time neither flashes nor pushes the four forms down.
 */
const NAME = 'tideline:begun'

/** Tells whether this browser has never kept a moment, as far as it remembers. */
export function isFirstTime(): boolean {
  // The build draws it for whom it is the first time; whom it is not for hides what is too much.
  if (import.meta.env.SSR) return true
  try {
    return localStorage.getItem(NAME) === null
  } catch {
    return false
  }
}

/** From now on it is not the first time. */
export function rememberBegun(): void {
  try {
    localStorage.setItem(NAME, '1')
  } catch {
    // Where nothing can be stored, the sentence is simply read once more.
  }
}
