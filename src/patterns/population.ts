/**
 * What loops look like in the population, as natural logarithms in hundredths. The figures come from
 * fitting simulated couples; `tests/bench/couples` tells how, and regenerates this file's numbers.
 * Everything is an integer, so that every engine adds up the same.
 */

/** Lags at which the densities are given, in quarters of an hour; between them, straight lines. */
export const KNOTS = [0, 1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192] as const

/** Density per hour that a step comes next and after this lag. */
export const STEPS = {
  triggerPursue: [
    -104, -115, -127, -150, -195, -238, -279, -354, -419, -519, -596, -734, -867, -1134,
  ],
  triggerWithdraw: [
    -369, -374, -378, -387, -406, -424, -442, -477, -511, -576, -633, -728, -801, -918,
  ],
  pursueWithdraw: [
    -185, -192, -200, -214, -241, -268, -295, -346, -394, -478, -547, -651, -738, -900,
  ],
  pursuePursue: [
    -428, -430, -433, -438, -448, -459, -469, -489, -509, -548, -585, -654, -715, -813,
  ],
  pursueRepair: [
    -479, -481, -483, -488, -497, -507, -516, -534, -552, -587, -621, -685, -743, -780,
  ],
  withdrawPursue: [
    -277, -281, -285, -293, -308, -323, -338, -368, -397, -453, -504, -592, -662, -770,
  ],
  withdrawWithdraw: [
    -468, -471, -473, -479, -489, -499, -509, -529, -549, -588, -626, -695, -756, -853,
  ],
  withdrawRepair: [
    -387, -389, -392, -396, -406, -415, -424, -442, -460, -496, -530, -594, -651, -700,
  ],
} as const

/** The same where one of the two is a date alone: averaged over twelve hours either way. */
export const DAY_STEPS = {
  triggerPursue: [
    -268, -268, -268, -268, -269, -269, -270, -272, -277, -333, -481, -669, -807, -1074,
  ],
  triggerWithdraw: [
    -458, -458, -458, -458, -459, -460, -461, -466, -474, -513, -579, -692, -779, -906,
  ],
  pursueWithdraw: [
    -306, -306, -306, -306, -307, -308, -309, -313, -320, -367, -463, -609, -710, -877,
  ],
  pursuePursue: [
    -483, -483, -483, -483, -483, -484, -486, -490, -498, -524, -563, -635, -700, -804,
  ],
  pursueRepair: [
    -529, -529, -529, -529, -530, -531, -532, -536, -543, -568, -603, -669, -729, -829,
  ],
  withdrawPursue: [
    -354, -354, -355, -355, -355, -356, -358, -363, -371, -406, -462, -561, -642, -760,
  ],
  withdrawWithdraw: [
    -523, -523, -523, -523, -524, -525, -526, -531, -538, -565, -603, -676, -740, -844,
  ],
  withdrawRepair: [
    -437, -437, -437, -437, -438, -439, -440, -445, -452, -476, -511, -577, -638, -737,
  ],
} as const

/** Loops per hour that begin so, either author being the one who reaches. */
export const STARTS = { trigger: -700, pursue: -690, withdraw: -840 } as const

/** A loop has said its last core move, and no repair follows. */
export const ENDS = { pursue: -180, withdraw: -90 } as const

/** Logarithm of the background in a nearly empty journal: entries a week, of each kind of each author. */
export const THIN_RATE = -200
/** How many entries of a couple weigh as much as that. */
export const THIN_ENTRIES = 12

/** How much of the day's entries falls into each three hours from midnight, in hundredths of even. */
export const RHYTHM = [20, 10, 70, 100, 100, 110, 190, 200] as const
/** A weekend day against a weekday, in hundredths. */
export const WEEKEND = 130
/** How many entries of an author weigh as much as the population's rhythm. */
export const RHYTHM_ENTRIES = 60

/** Percent of found loops that were real, by score, in steps of 25 from zero. */
export const PERCENT_BY_SCORE = [
  27, 30, 34, 38, 42, 46, 50, 54, 58, 62, 66, 70, 73, 76, 79, 82, 84, 86, 88, 90, 91, 92, 94, 94,
  95, 96, 97, 97, 98, 98, 98, 98, 99, 99, 99, 99, 99, 99, 100, 100, 100,
] as const
