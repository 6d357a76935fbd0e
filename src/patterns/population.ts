/**
 * What is taken for granted about couples before one has shown its own ways, set by hand. What was
 * fitted stands in `fitted-steps.ts` and `fitted-chances.ts`. Logarithms are natural, in hundredths;
 * everything is an integer, so that every engine adds up the same.
 */

/** Lags at which the densities are given, in quarters of an hour; between them, straight lines. */
export const KNOTS = [0, 1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192] as const

/** Logarithm of the background in a nearly empty journal: entries a week, of each kind of each author. */
export const THIN_RATE = -250
/** How many entries of a couple weigh as much as that. */
export const THIN_ENTRIES = 20

/** How much of the day's entries falls into each three hours from midnight, in hundredths of even. */
export const RHYTHM = [20, 10, 70, 100, 100, 110, 190, 200] as const
/** A weekend day against a weekday, in hundredths. */
export const WEEKEND = 130
/** How many entries of an author weigh as much as the population's rhythm. */
export const RHYTHM_ENTRIES = 60

/** How many loops of even roles a couple starts from, in hundredths. */
export const EVEN_LOOPS = 100

/**
 * Added to every loop: at a core background of one a week of each kind and author, and for each
 * step of its logarithm; never less than none. The best total alone is shy: where many chains compete
 * for the same loop, none of them is likely, though a loop is. Set where F1 was best on the fitting
 * seeds.
 */
export const BOLDNESS = 185
export const BOLDNESS_PER_STEP = 14

/** Added to each further core step, the same way: where much is written, chains are cut too early. */
export const STAMINA = 22
export const STAMINA_PER_STEP = 10

/** How many pairs of neighbours, in turn and out of turn, a couple starts from. */
export const TURNS = 3

/** Loops that are found in a week of a couple who have them, and how many weeks of its own weigh as much. */
export const LOOPS_A_WEEK = 0.45
export const LOOP_WEEKS = 3
