import type { Runs } from '../device/loops/cycles.ts'
import type { Runtime } from '../device/runtime.ts'
import { askWorker } from './ask-worker.ts'

/** Finds the loops of a journal, as they are at `now`. */
export async function findRuns(runtime: Runtime, now: string): Promise<Runs> {
  let runs: Runs | null = null
  await askWorker(runtime, { about: 'loops', now }, (part) => {
    runs = part
  })
  if (!runs) throw new Error('no loops could be found')
  return runs
}
