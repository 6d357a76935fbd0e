import type { Runs } from '../device/loops/cycles.ts'
import { heldKey } from './lock/held-key.ts'
import type { Runtime } from '../device/runtime.ts'

type Answer =
  | { readonly id: number; readonly runs: Runs }
  | { readonly id: number; readonly failed: true }

let worker: Worker | null = null
let asked = 0
const waiting = new Map<number, { resolve: (runs: Runs) => void; reject: (error: Error) => void }>()

/** Finds the loops of a journal in a worker, so that no frame is dropped. The worker starts when first asked. */
export function findRuns({ database }: Runtime, now: string): Promise<Runs> {
  worker ??= startWorker()
  const id = ++asked
  const found = new Promise<Runs>((resolve, reject) => waiting.set(id, { resolve, reject }))
  worker.postMessage({ id, database, now, key: heldKey() })
  return found
}

function startWorker(): Worker {
  const started = new Worker(new URL('../device/loops/cycles-worker.ts', import.meta.url), {
    type: 'module',
  })
  started.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const asker = waiting.get(data.id)
    waiting.delete(data.id)
    if ('runs' in data) asker?.resolve(data.runs)
    else asker?.reject(new Error('no loops could be found'))
  })
  started.addEventListener('error', () => {
    for (const { reject } of waiting.values()) reject(new Error('the worker stopped'))
    waiting.clear()
    worker = null
  })
  return started
}
