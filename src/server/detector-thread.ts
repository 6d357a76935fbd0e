import { parentPort } from 'node:worker_threads'
import { detect } from '../patterns/detect.ts'
import type { Found, Question } from './detector.ts'

/** The thread in which `detector.ts` runs the detector. */
parentPort?.on('message', ({ id, moves, now }: Question) => {
  const found: Found = { id, text: JSON.stringify(detect(moves, { now })) }
  parentPort?.postMessage(found)
})
