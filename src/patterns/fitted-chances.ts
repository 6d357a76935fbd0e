/*
 * Written by tests/bench/couples/fit-chances.ts (seed 40000, 42923 finds).
 */

/** How much each sign of `probability.ts` adds to the logit of a find being real, in thousandths. */
export const SIGN_WEIGHTS: readonly number[] = [
  -199, 590, -181, -209, -114, -96, -327, 527, 1391, -1802, -587, 66, 369, -680, 485, 480, -49, -91,
  83, -111, 201, -124, 82, 28, -767,
]
