import { type ChildProcess, fork } from 'node:child_process'
import type { AuthoredMove } from '../journal/move.ts'
import { detect } from '../patterns/detect.ts'

/** Finds the cycles in a couple's moves and answers the detection as JSON. `journal` names the couple. */
export type Detect = (
  journal: string,
  moves: readonly AuthoredMove[],
  now: string,
) => Promise<string>

/** In this very thread, for tests and simulations: equal requests take equal steps. */
export const detectHere: Detect = (_journal, moves, now) =>
  Promise.resolve(JSON.stringify(detect(moves, { now })))

/** One question to the process, and its answer. */
export interface Question {
  readonly id: number
  readonly journal: string
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

/** A process that nobody asked anything for this long is ended, with the journals it has read. */
const IDLE_MS = 60_000
const PROCESS = new URL('./detector-process.ts', import.meta.url)

export interface Detector {
  readonly detect: Detect
  readonly close: () => void
}

/**
 * The detector in a process of its own, there while there is something to find. It knows the journals
 * it was asked about last, and finds again only what a push touched. A long journal takes its time and
 * its memory: pushes do not wait for the one, and the other is given back.
 */
export function createDetector(): Detector {
  let running: ChildProcess | null = null
  let idle: NodeJS.Timeout | undefined
  let asked = 0
  const waiting = new Map<number, Waiting>()

  const end = (): void => {
    clearTimeout(idle)
    const ending = running
    running = null
    ending?.kill()
    for (const { reject } of waiting.values()) reject(new Error('The detector has ended'))
    waiting.clear()
  }
  const begin = (): ChildProcess => {
    const begun = fork(PROCESS, { serialization: 'advanced' })
    begun.on('message', ({ id, text }: Found) => {
      waiting.get(id)?.resolve(text)
      waiting.delete(id)
      if (waiting.size === 0) idle = setTimeout(end, IDLE_MS)
    })
    const endIfCurrent = () => {
      if (running === begun) end()
    }
    begun.once('error', endIfCurrent)
    begun.once('exit', endIfCurrent)
    return begun
  }
  return {
    detect: (journal, moves, now) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle)
        running ??= begin()
        const id = ++asked
        waiting.set(id, { resolve, reject })
        running.send({ id, journal, moves, now } satisfies Question)
      }),
    close: end,
  }
}
