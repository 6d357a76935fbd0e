/**
 * Time, and whose turn it is. Everything in a simulated world that waits for something waits here:
 * the disks' tasks, timers, messages on the network. One thing happens at a time, in an order that
 * follows from the seed alone.
 *
 * `takeOver` puts this in the place of the process's own timers, because libraries (the IndexedDB,
 * Dexie, streams) take theirs from there.
 */

/** What a task of a disk takes, in ms of the simulated time. */
const TASK_MS = 0.05
/** A run takes about fifty thousand; one that takes so many goes round in circles. */
const MOST_TURNS = 500_000

interface Timer {
  readonly at: number
  readonly n: number
  readonly run: () => void
}

const realImmediate = globalThis.setImmediate

export class Turns {
  /** Milliseconds since 1970, with fractions. */
  now: number
  /** How many turns were taken so far. */
  taken = 0
  private tasks: (() => void)[] = []
  private next = 0
  private readonly timers: Timer[] = []
  private readonly cancelled = new Set<number>()
  private count = 0

  constructor(start: number) {
    this.now = start
  }

  /** Queues a task behind all that wait already. */
  task(run: () => void): void {
    this.tasks.push(run)
  }

  /** Runs something later; answers what cancels it. */
  later(ms: number, run: () => void): number {
    this.count += 1
    this.push({ at: this.now + Math.max(0, ms), n: this.count, run })
    return this.count
  }

  cancel(n: number): void {
    this.cancelled.add(n)
  }

  /** Takes turns until this time, or until nothing is left to happen before it. */
  async runUntil(until: number): Promise<void> {
    while (this.step(until)) await allSettled()
    this.now = Math.max(this.now, until)
  }

  /** Takes turns until the promise is settled. Throws after `limit` ms: then something hangs. */
  async runFor<T>(promise: Promise<T>, limit = 600_000): Promise<T> {
    const end = { isHere: false }
    const over = () => {
      end.isHere = true
    }
    promise.then(over, over)
    await allSettled()
    const until = this.now + limit
    while (!end.isHere) {
      if (!this.step(until)) throw new Error('stuck: nothing is left that could happen')
      await allSettled()
    }
    return promise
  }

  /** The night passes: no timer runs meanwhile, and those that are overdue run after it. */
  sleep(ms: number): void {
    this.now += ms
  }

  private step(until: number): boolean {
    const timer = this.firstTimer()
    const hasTask = this.next < this.tasks.length
    if (timer && timer.at <= this.now && timer.at <= until) return this.runTimer()
    if (hasTask && this.now <= until) {
      const run = this.tasks[this.next]!
      this.next += 1
      if (this.next > 1000) {
        this.tasks = this.tasks.slice(this.next)
        this.next = 0
      }
      this.now += TASK_MS
      this.take(run)
      return true
    }
    return timer && timer.at <= until ? this.runTimer() : false
  }

  private runTimer(): boolean {
    const timer = this.pop()!
    this.now = Math.max(this.now, timer.at)
    this.take(timer.run)
    return true
  }

  private take(run: () => void): void {
    this.taken += 1
    if (this.taken > MOST_TURNS) throw new Error('it goes on for ever')
    run()
  }

  private firstTimer(): Timer | undefined {
    for (;;) {
      const first = this.timers[0]
      if (!first || !this.cancelled.delete(first.n)) return first
      this.pop()
    }
  }

  private push(timer: Timer): void {
    const heap = this.timers
    let i = heap.push(timer) - 1
    while (i > 0) {
      const up = (i - 1) >> 1
      if (!isBefore(heap[i]!, heap[up]!)) break
      ;[heap[i], heap[up]] = [heap[up]!, heap[i]!]
      i = up
    }
  }

  private pop(): Timer | undefined {
    const heap = this.timers
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first
    heap[0] = last
    for (let i = 0; ; ) {
      let least = i
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child
      }
      if (least === i) return first
      ;[heap[i], heap[least]] = [heap[least]!, heap[i]!]
      i = least
    }
  }
}

const isBefore = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.n < b.n)

/** Lets every promise that can go on go on, until all of them wait for a turn. */
const allSettled = (): Promise<void> => new Promise((resolve) => realImmediate(resolve))

let current: Turns | null = null

/** From now on the timers of this process are these. */
export function takeTurns(turns: Turns): void {
  current = turns
}

const held = (): Turns => {
  if (!current) throw new Error('nothing is simulated right now')
  return current
}

/** Signals that end by themselves, and the timers behind them. */
const patience = new WeakMap<AbortSignal, number>()

/** The request is over: its patience does not have to run out any more. */
export function forgetPatience(signal: AbortSignal | null | undefined): void {
  const timer = signal && patience.get(signal)
  if (timer !== undefined && timer !== null) held().cancel(timer)
}

/** Puts the simulated timers in the place of the process's own. Once, before anything else is loaded. */
export function takeOverTimers(): void {
  const put = (name: string, value: unknown) =>
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  put('setImmediate', (run: (...args: unknown[]) => void, ...args: unknown[]) =>
    held().task(() => run(...args)),
  )
  put('setTimeout', (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
    held().later(ms, () => run(...args)),
  )
  put('clearTimeout', (timer: unknown) => {
    if (typeof timer === 'number') held().cancel(timer)
  })
  // Nobody tells a page here that the network is back, or that it is looked at.
  const page = new EventTarget()
  put('addEventListener', page.addEventListener.bind(page))
  // Tabs of one process would otherwise hear each other through the real one.
  put('BroadcastChannel', undefined)
  AbortSignal.timeout = (ms) => {
    const ending = new AbortController()
    patience.set(
      ending.signal,
      held().later(ms, () => ending.abort(new DOMException('too long', 'TimeoutError'))),
    )
    return ending.signal
  }
}
