/*
 * Written by tests/bench/couples/fit-chances.ts (seed 40000, 27679 finds). A find was
 * real with a logit of the sum of these, in hundredths.
 */

/** By score, in steps of 25 from zero. */
export const LOGIT_BY_SCORE: readonly number[] = [
  -9, 30, 55, 74, 89, 102, 114, 124, 133, 141, 148, 154, 160, 166, 171, 176, 180, 184, 187, 191,
  194, 197, 199, 202, 204, 206, 208, 210, 211, 213, 214, 215, 216, 217, 218, 218, 219, 219, 220,
  220, 220, 220, 220, 220, 220, 220, 220, 219, 219,
]

/** By the crowd of the model, in steps of 25 from -400. */
export const LOGIT_BY_CROWD: readonly number[] = [
  164, 164, 164, 164, 164, 164, 164, 164, 149, 122, 97, 74, 53, 35, 19, 6, -5, -14, -21, -25, -27,
  -27, -26,
]

/** For each neighbouring loop less than a day away. */
export const LOGIT_IF_NEAR = -114

/** For the grade `cycle`. */
export const LOGIT_IF_CYCLE = 31
