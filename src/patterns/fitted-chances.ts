/*
 * Written by tests/bench/couples/fit-chances.ts (seed 40000, 27698 finds). A find was
 * real with a logit of the sum of these, in hundredths.
 */

/** By score, in steps of 25 from zero. */
export const LOGIT_BY_SCORE: readonly number[] = [
  -9, 30, 55, 74, 90, 103, 114, 124, 133, 141, 149, 155, 161, 167, 172, 177, 181, 185, 189, 192,
  195, 198, 201, 203, 205, 207, 209, 211, 213, 214, 215, 216, 218, 218, 219, 220, 221, 221, 221,
  222, 222, 222, 222, 222, 222, 222, 221, 221, 221,
]

/** By the crowd of the model, in steps of 25 from -400. */
export const LOGIT_BY_CROWD: readonly number[] = [
  216, 216, 216, 216, 216, 216, 200, 170, 143, 117, 94, 72, 53, 35, 20, 6, -5, -15, -22, -28, -31,
  -33, -33,
]

/** For each neighbouring loop less than a day away. */
export const LOGIT_IF_NEAR = -113

/** For the grade `cycle`. */
export const LOGIT_IF_CYCLE = 30
