const HOUR = 3_600_000

/** The upper bounds of the grammar, in milliseconds. Inside them the score decides. */
export const TRIGGER_MS = 24 * HOUR
export const CORE_MS = 48 * HOUR
export const REPAIR_MS = 48 * HOUR
export const LOOP_MS = 7 * 24 * HOUR

/** A core move this long ago no longer leaves its loop open. */
export const OPEN_MS = 48 * HOUR
/** A stretch of one voice this long is called one-sided. */
export const ONE_SIDED_MS = 7 * 24 * HOUR
/** Two neighbours of a mutual stretch are at most this far apart. */
export const MUTUAL_MS = 24 * HOUR

/** A `cycle` at least this probable is highlighted; in hundredths. */
export const HIGHLIGHT_PERCENT = 70

/** Loops closer than this to another one are judged a little more carefully. */
export const NEAR_MS = 24 * HOUR

/** What is written is read in parts of four weeks, and a couple is known by those of a year and a half. */
export const CHAPTER_MS = 28 * 24 * HOUR
export const CHAPTERS_AROUND = 9

/** Core moves at most this far apart are looked at for whether they could be turns of one loop. */
export const TURN_MS = 12 * HOUR
