/** ln(e^a + e^b), in hundredths: the greater, and what the table says for how far the other is behind. */
export function addLogs(a: number, b: number): number {
  const behind = Math.abs(a - b)
  return Math.max(a, b) + (behind < MORE.length ? (MORE[behind] as number) : 0)
}

/** For how many hundredths of being behind 100 ln(1 + e^(-x / 100)) is at least 1, 2, 3 and so on. */
const BEHIND_FOR = [
  530, 420, 368, 334, 308, 288, 271, 256, 243, 231, 221, 211, 202, 194, 186, 179, 172, 166, 160,
  154, 149, 143, 138, 133, 129, 124, 120, 116, 111, 107, 104, 100, 96, 93, 89, 86, 82, 79, 76, 73,
  70, 67, 64, 61, 58, 56, 53, 50, 48, 45, 43, 40, 38, 35, 33, 30, 28, 26, 23, 21, 19, 17, 15, 12,
  10, 8, 6, 4, 2,
]
const MORE = Array.from(
  { length: BEHIND_FOR[0] as number },
  (_, behind) => BEHIND_FOR.filter((most) => behind < most).length,
)
