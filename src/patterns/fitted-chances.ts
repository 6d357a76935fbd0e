/*
 * Written by tests/bench/couples/fit-chances.ts (seed 40000, 27863 finds). A find was
 * real with a logit of the sum of these, in hundredths.
 */

/** By score, in steps of 25 from zero. */
export const LOGIT_BY_SCORE: readonly number[] = [
  -16, 24, 49, 69, 84, 98, 110, 120, 129, 137, 145, 151, 157, 163, 168, 173, 177, 181, 185, 189,
  192, 195, 198, 200, 202, 204, 206, 208, 210, 211, 213, 214, 215, 216, 217, 217, 218, 218, 219,
  219, 219, 219, 219, 219, 219, 219, 219, 218, 218,
]

/** By the crowd of the model, in steps of 25 from -400. */
export const LOGIT_BY_CROWD: readonly number[] = [
  217, 217, 217, 217, 217, 217, 202, 172, 144, 119, 95, 73, 53, 36, 20, 6, -6, -15, -23, -29, -33,
  -35, -35,
]

/** For each neighbouring loop less than a day away. */
export const LOGIT_IF_NEAR = -112

/** For the grade `cycle`. */
export const LOGIT_IF_CYCLE = 30
