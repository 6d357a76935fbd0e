/*
 * Written by tests/bench/couples/fit-tables.ts (seed 901). Natural logarithms in hundredths.
 */

/** Density per hour, at the KNOTS, that a step comes next and after this lag. */
export const STEPS = {
  triggerPursue: [
    -237, -220, -209, -222, -262, -305, -355, -419, -504, -605, -699, -779, -829, -854,
  ],
  triggerWithdraw: [
    -459, -439, -424, -417, -422, -441, -467, -511, -570, -653, -753, -857, -944, -980,
  ],
  pursueWithdraw: [
    -193, -183, -176, -184, -211, -243, -279, -327, -393, -477, -571, -666, -744, -780,
  ],
  pursuePursue: [
    -432, -433, -435, -430, -430, -439, -453, -475, -508, -556, -621, -706, -805, -880,
  ],
  pursueRepair: [
    -743, -727, -706, -691, -677, -675, -680, -688, -707, -736, -779, -835, -899, -951,
  ],
  withdrawPursue: [
    -200, -218, -244, -269, -289, -312, -340, -376, -420, -474, -542, -626, -720, -784,
  ],
  withdrawWithdraw: [
    -433, -437, -436, -431, -431, -440, -452, -476, -509, -557, -622, -706, -803, -879,
  ],
  withdrawRepair: [
    -568, -549, -528, -518, -519, -529, -540, -556, -583, -617, -660, -715, -776, -821,
  ],
} as const

/** The same where one of the two is a date alone: averaged over twelve hours either way. */
export const DAY_STEPS = {
  triggerPursue: [
    -342, -343, -342, -342, -344, -343, -345, -348, -357, -410, -569, -732, -818, -850,
  ],
  triggerWithdraw: [
    -492, -492, -491, -494, -493, -493, -494, -500, -515, -553, -652, -794, -917, -977,
  ],
  pursueWithdraw: [
    -283, -284, -284, -284, -284, -286, -288, -291, -301, -348, -468, -611, -722, -774,
  ],
  pursuePursue: [
    -473, -475, -469, -474, -472, -473, -477, -482, -495, -523, -581, -668, -779, -863,
  ],
  pursueRepair: [
    -702, -690, -698, -699, -696, -699, -703, -706, -715, -732, -763, -817, -888, -942,
  ],
  withdrawPursue: [
    -343, -343, -342, -343, -343, -344, -346, -349, -360, -400, -491, -588, -695, -773,
  ],
  withdrawWithdraw: [
    -471, -471, -473, -474, -473, -474, -478, -483, -495, -523, -581, -669, -778, -863,
  ],
  withdrawRepair: [
    -553, -558, -560, -555, -557, -558, -561, -565, -574, -597, -639, -697, -764, -813,
  ],
} as const

/** Loops per hour that begin so, with a given author as the one who reaches. */
export const STARTS = { trigger: -739, pursue: -716, withdraw: -859 } as const

/** The last core move was said, and no repair follows. */
export const ENDS = { pursue: -267, withdraw: -137 } as const
