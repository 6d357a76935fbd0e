import type { Runs } from '../device/loops/cycles.ts'
import type { Runtime } from '../device/runtime.ts'

/** What the screen knows of the loops at one time. */
export type RunsState =
  | { readonly phase: 'looking'; readonly runs: Runs | null }
  | { readonly phase: 'ready'; readonly runs: Runs }
  | { readonly phase: 'failed'; readonly runs: Runs | null }

/** Finds the loops of one journal, and tells who listens. */
export interface RunsKeeper {
  /** Looks again, soon; many calls become one. */
  readonly refresh: () => void
  readonly read: () => RunsState
  readonly listen: (listener: () => void) => () => void
}

/** A worker that answers `{ id, database, now }` with the loops, as `device/loops/cycles-worker.ts` does. */
export type FindRuns = (runtime: Runtime, now: string) => Promise<Runs>

const PAUSE = 120

/**
 * Keeps the newest loops of one journal. Nothing is looked for before somebody asks, and one search
 * ends before the next begins: a long journal takes a while.
 */
export function keepRuns(runtime: Runtime, find: FindRuns): RunsKeeper {
  let state: RunsState = { phase: 'looking', runs: null }
  let timer: ReturnType<typeof setTimeout> | undefined
  let looking = false
  let again = false
  const listeners = new Set<() => void>()

  function say(next: RunsState): void {
    state = next
    for (const listener of listeners) listener()
  }

  async function look(): Promise<void> {
    if (looking) {
      again = true
      return
    }
    looking = true
    do {
      again = false
      try {
        const runs = await find(runtime, new Date(runtime.clock()).toISOString())
        say({ phase: 'ready', runs })
      } catch {
        say({ phase: 'failed', runs: state.runs })
      }
    } while (again)
    looking = false
  }

  return {
    refresh() {
      clearTimeout(timer)
      timer = setTimeout(() => void look(), state.runs ? PAUSE : 0)
    },
    read: () => state,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
