/*
 * Written by tests/bench/couples/fit-chances.ts (seed 40000, 28714 finds). A find was
 * real with a logit of the sum of these, in hundredths.
 */

/** By score, in steps of 25 from zero. */
export const LOGIT_BY_SCORE: readonly number[] = [
  -55, -12, 16, 37, 54, 68, 81, 92, 101, 110, 118, 126, 132, 139, 144, 149, 154, 159, 163, 166, 170,
  173, 176, 179, 182, 184, 186, 188, 190, 192, 193, 194, 196, 197, 198, 198, 199, 200, 200, 201,
  201, 201, 201, 201, 201, 201, 201, 201, 201,
]

/** By the crowd of the model, in steps of 25 from -400. */
export const LOGIT_BY_CROWD: readonly number[] = [
  244, 244, 244, 244, 244, 244, 227, 193, 162, 134, 107, 83, 60, 40, 23, 7, -6, -18, -27, -33, -38,
  -40, -41,
]

/** For each neighbouring loop less than a day away. */
export const LOGIT_IF_NEAR = -108

/** For the grade `cycle`. */
export const LOGIT_IF_CYCLE = 32
