import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { MutantName } from './mutants/all.ts'
import type { Schedule } from './schedule.ts'

/** One run that is asked for: the schedule of a seed, or the one given; with a bug planted or without. */
export interface Job {
  readonly seed: number
  readonly length?: number
  readonly mutant?: MutantName
  readonly schedule?: Schedule
  /** How two become a couple, instead of how they live as one. */
  readonly becoming?: true
}

/** How it ended. */
export interface Run {
  readonly seed: number
  /** Promises that were broken; none is what we want. */
  readonly broken: readonly string[]
  readonly digest: string
  readonly turns: number
}

/** No run takes nearly as long; one that does hangs where not even simulated time passes. */
const PATIENCE_MS = 240_000
/** What a process has piled up after so many runs is given back by beginning another. */
const MOST_RUNS = 400

/**
 * Processes whose timers, crypto and randomness are simulated, each with one run at a time. Whoever is
 * free takes the next job; `close` lets them go.
 */
export class Crew {
  private readonly hands: Hand[]
  private readonly waiting: (() => void)[] = []

  constructor(size: number) {
    this.hands = Array.from({ length: size }, () => new Hand())
  }

  /** Resolves with how the run ended. Throws where the process itself breaks down. */
  async run(job: Job): Promise<Run> {
    for (;;) {
      const free = this.hands.find((each) => !each.isBusy)
      if (free) {
        try {
          return await free.run(job)
        } finally {
          this.waiting.shift()?.()
        }
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    }
  }

  /** All of them, as many at once as there are hands; `each` hears of every one as it ends. */
  async runAll(jobs: readonly Job[], each: (run: Run, job: Job) => void): Promise<void> {
    const left = [...jobs]
    const work = async (): Promise<void> => {
      for (let job = left.shift(); job; job = left.shift()) each(await this.run(job), job)
    }
    await Promise.all(this.hands.map(work))
  }

  close(): void {
    for (const hand of this.hands) hand.close()
  }
}

class Hand {
  isBusy = false
  private child: ChildProcess | null = null
  private runs = 0
  private said = ''

  async run(job: Job): Promise<Run> {
    this.isBusy = true
    try {
      return await this.ask(job)
    } finally {
      this.isBusy = false
    }
  }

  close(): void {
    this.child?.kill('SIGKILL')
    this.child = null
  }

  private ask(job: Job): Promise<Run> {
    if (this.runs >= MOST_RUNS) this.close()
    const child = this.child ?? this.begin()
    this.runs += 1
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(patience)
        child.off('message', hear).off('exit', fail)
      }
      const hear = (run: unknown): void => {
        end()
        resolve(run as Run)
      }
      const fail = (code: number | null): void => {
        end()
        this.child = null
        reject(new Error(`the process of seed ${job.seed} ended with ${code}: ${this.said}`))
      }
      const patience = setTimeout(() => {
        end()
        this.close()
        resolve({ seed: job.seed, broken: ['it hangs'], digest: '', turns: 0 })
      }, PATIENCE_MS)
      child.once('message', hear).once('exit', fail)
      child.send(job)
    })
  }

  private begin(): ChildProcess {
    this.runs = 0
    this.said = ''
    const child = fork(join(import.meta.dirname, 'shard.ts'), {
      execArgv: ['--no-warnings', '--max-semi-space-size=64', '--min-semi-space-size=64'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.said += text))
    this.child = child
    return child
  }
}
