import { Worker } from 'node:worker_threads'
import type { AuthoredMove } from '../journal/move.ts'
import { detect } from '../patterns/detect.ts'

/** Finds the cycles in a couple's moves and answers the detection as JSON. */
export type Detect = (moves: readonly AuthoredMove[], now: string) => Promise<string>

/** In this very thread, for tests and simulations: equal requests take equal steps. */
export const detectHere: Detect = (moves, now) =>
  Promise.resolve(JSON.stringify(detect(moves, { now })))

/** One question to the thread, and its answer. */
export interface Question {
  readonly id: number
  readonly moves: readonly AuthoredMove[]
  readonly now: string
}
export interface Found {
  readonly id: number
  readonly text: string
}

interface Waiting {
  readonly resolve: (text: string) => void
  readonly reject: (error: Error) => void
}

/** A thread that nobody asked anything for this long is ended, and gives its memory back. */
const IDLE_MS = 5_000
const THREAD = new URL('./detector-thread.ts', import.meta.url)

export interface Detector {
  readonly detect: Detect
  readonly close: () => Promise<void>
}

/**
 * The detector in a thread of its own: a long journal takes its time, and pushes do not wait for it.
 * The thread is there while there is something to find.
 */
export function createDetector(): Detector {
  let thread: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let asked = 0
  const waiting = new Map<number, Waiting>()

  const end = async (): Promise<void> => {
    clearTimeout(idle)
    const ending = thread
    thread = null
    for (const { reject } of waiting.values()) reject(new Error('The detector has ended'))
    waiting.clear()
    await ending?.terminate()
  }
  const begin = (): Worker => {
    const begun = new Worker(THREAD, { resourceLimits: { maxYoungGenerationSizeMb: 2 } })
    begun.on('message', ({ id, text }: Found) => {
      waiting.get(id)?.resolve(text)
      waiting.delete(id)
      if (waiting.size === 0) idle = setTimeout(() => void end(), IDLE_MS)
    })
    begun.on('error', () => {
      if (thread === begun) void end()
    })
    return begun
  }
  return {
    detect: (moves, now) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle)
        thread ??= begin()
        const id = ++asked
        waiting.set(id, { resolve, reject })
        thread.postMessage({ id, moves, now } satisfies Question)
      }),
    close: end,
  }
}
