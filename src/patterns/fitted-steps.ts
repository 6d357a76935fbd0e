/*
 * Written by tests/bench/couples/fit-tables.ts (seed 901). Natural logarithms in hundredths.
 */

/** Density per hour, at the KNOTS, that a step comes next and after this lag. */
export const STEPS = {
  triggerPursue: [
    -238, -223, -210, -223, -258, -302, -351, -418, -509, -617, -717, -796, -842, -858,
  ],
  triggerWithdraw: [
    -466, -440, -425, -417, -423, -438, -465, -507, -570, -656, -764, -871, -961, -995,
  ],
  pursueWithdraw: [
    -196, -187, -181, -188, -213, -243, -278, -327, -394, -482, -584, -685, -760, -792,
  ],
  pursuePursue: [
    -434, -441, -441, -437, -439, -445, -458, -479, -512, -560, -626, -715, -822, -902,
  ],
  pursueRepair: [
    -696, -682, -670, -657, -649, -650, -655, -665, -683, -714, -755, -810, -880, -930,
  ],
  withdrawPursue: [
    -201, -218, -244, -270, -290, -312, -338, -372, -414, -469, -540, -629, -730, -799,
  ],
  withdrawWithdraw: [
    -441, -445, -445, -442, -442, -450, -461, -480, -513, -561, -628, -715, -819, -901,
  ],
  withdrawRepair: [
    -563, -544, -527, -521, -523, -530, -540, -556, -578, -610, -653, -709, -773, -823,
  ],
} as const

/** The same where one of the two is a date alone: averaged over twelve hours either way. */
export const DAY_STEPS = {
  triggerPursue: [
    -344, -343, -342, -342, -343, -344, -344, -347, -356, -410, -572, -747, -829, -855,
  ],
  triggerWithdraw: [
    -494, -490, -489, -492, -492, -491, -495, -500, -514, -553, -651, -804, -930, -989,
  ],
  pursueWithdraw: [
    -286, -286, -286, -286, -287, -287, -289, -293, -304, -351, -471, -622, -739, -786,
  ],
  pursuePursue: [
    -477, -478, -477, -478, -478, -479, -482, -488, -500, -528, -585, -675, -792, -886,
  ],
  pursueRepair: [
    -673, -668, -672, -668, -672, -672, -676, -681, -690, -707, -739, -793, -865, -921,
  ],
  withdrawPursue: [
    -339, -342, -341, -342, -342, -343, -345, -349, -359, -398, -487, -587, -702, -785,
  ],
  withdrawWithdraw: [
    -481, -480, -480, -481, -480, -482, -486, -491, -503, -530, -586, -677, -790, -881,
  ],
  withdrawRepair: [
    -558, -556, -555, -556, -555, -557, -559, -564, -573, -594, -633, -691, -760, -815,
  ],
} as const

/** Loops per hour that begin so, with a given author as the one who reaches. */
export const STARTS = { trigger: -740, pursue: -718, withdraw: -861 } as const

/** The last core move was said, and no repair follows. */
export const ENDS = { pursue: -245, withdraw: -135 } as const
