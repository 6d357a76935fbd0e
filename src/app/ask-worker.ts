import type { Asked, Parts, Question, Told } from '../device/loops/cycles-worker.ts'
import type { Runtime } from '../device/runtime.ts'
import { heldKey } from './lock/held-key.ts'

interface Asker {
  readonly hear: (part: never) => void
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

let worker: Worker | null = null
let asked = 0
const waiting = new Map<number, Asker>()

/**
 * Asks the worker about a whole journal. `hear` is given what it tells, in one part or in several; the
 * promise is kept when that was all. The worker starts when first asked.
 */
export function askWorker<About extends Question['about']>(
  { database }: Runtime,
  question: Extract<Question, { about: About }>,
  hear: (part: Parts[About]) => void,
): Promise<void> {
  worker ??= startWorker()
  const id = ++asked
  const answered = new Promise<void>((resolve, reject) =>
    waiting.set(id, { hear, resolve, reject }),
  )
  worker.postMessage({ id, database, key: heldKey(), question } satisfies Asked)
  return answered
}

function startWorker(): Worker {
  const started = new Worker(new URL('../device/loops/cycles-worker.ts', import.meta.url), {
    type: 'module',
  })
  started.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    const asker = waiting.get(data.id)
    if ('part' in data) {
      asker?.hear(data.part as never)
      return
    }
    waiting.delete(data.id)
    if ('done' in data) asker?.resolve()
    else asker?.reject(new Error('the worker could not answer'))
  })
  started.addEventListener('error', () => {
    for (const { reject } of waiting.values()) reject(new Error('the worker stopped'))
    waiting.clear()
    worker = null
  })
  return started
}
