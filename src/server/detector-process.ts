import { detect } from '../patterns/detect.ts'
import type { Found, Question } from './detector.ts'

/** The process in which `detector.ts` runs the detector. It ends with its parent. */
process.on('message', ({ id, moves, now }: Question) => {
  const found: Found = { id, text: JSON.stringify(detect(moves, { now })) }
  process.send?.(found)
})
process.on('disconnect', () => process.exit())
// Ctrl-C reaches every process of the terminal; the parent says when this one ends.
process.on('SIGINT', () => {})
