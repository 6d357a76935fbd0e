import type { Chance } from './random.ts'
import { never, type Server } from './server.ts'
import { forgetPatience, type Turns } from './turns.ts'

/** How well a device reaches the API. `hole`: everything vanishes and nothing says so. */
export const LINKS = ['good', 'slow', 'lossy', 'doubling', 'none', 'hole'] as const
export type Link = (typeof LINKS)[number]

/** What lies between one device and the server. It loses, doubles, delays, overtakes, cuts off and answers for itself. */
export class Network {
  link: Link = 'good'
  private readonly turns: Turns
  private readonly chance: Chance
  private readonly server: Server

  constructor(turns: Turns, chance: Chance, server: Server) {
    this.turns = turns
    this.chance = chance
    this.server = server
  }

  /** A tab's `fetch`. `isGone` tells that the tab has died; `untilAwake` resolves while it is not frozen. */
  fetchFor(tab: {
    readonly isDead: () => boolean
    readonly untilAwake: () => Promise<void>
  }): typeof fetch {
    return async (input, init) => {
      if (tab.isDead()) return never()
      const signal = init?.signal ?? null
      try {
        const response = await orAborted(this.send(input as string, init, signal), signal)
        await tab.untilAwake()
        return tab.isDead() ? never() : response
      } catch (error) {
        await tab.untilAwake()
        if (tab.isDead()) return never()
        throw error
      } finally {
        forgetPatience(signal)
      }
    }
  }

  private async send(
    url: string,
    init: RequestInit | undefined,
    signal: AbortSignal | null,
  ): Promise<Response> {
    const { signal: _signal, ...plain } = init ?? {}
    await this.pause()
    if (this.isLost()) return this.lose()
    if (this.link === 'doubling' && this.chance.is(0.5)) this.again(url, plain)
    // A copy that is faster: what is answered is the second to arrive.
    if (this.link === 'doubling' && this.chance.is(0.3)) await this.ahead(url, plain)
    const isStopped = this.link === 'lossy' && this.chance.is(0.1)
    if (isStopped && this.chance.is(0.5)) return this.page()
    const response = await this.server.fetch(url, plain)
    const isStream = response.headers.get('content-type') === 'text/event-stream'
    const text = isStream ? null : await response.text()
    await this.pause()
    if (this.isLost()) return this.lose()
    if (isStopped) return this.page()
    const { status, headers } = response
    const body =
      text === null ? response.body && this.delayed(response.body, signal) : this.cut(text)
    return new Response(body, { status, headers })
  }

  private async ahead(url: string, init: RequestInit): Promise<void> {
    const { body } = await this.server.fetch(url, init)
    await body?.cancel()
  }

  /** What a proxy or a hotel says in place of the server, whether that has heard of it or not. */
  private page(): Response {
    const headers = { 'content-type': 'text/html' }
    return new Response('<html>', { status: this.chance.pick([200, 403, 413, 502]), headers })
  }

  /** An answer whose end may not come. */
  private cut(text: string): string {
    const isWhole = this.link !== 'lossy' || !this.chance.is(0.1)
    return isWhole ? text : text.slice(0, Math.floor(text.length * this.chance.even()))
  }

  /** The same request once more, now or much later; nobody hears the answer. */
  private again(url: string, init: RequestInit): void {
    const isLate = this.chance.is(0.5)
    this.turns.later(this.chance.even() * (isLate ? 60_000 : 50), () => {
      this.server.fetch(url, init).catch(() => undefined)
    })
  }

  private isLost(): boolean {
    const { link } = this
    return link === 'none' || link === 'hole' || (link === 'lossy' && this.chance.is(0.3))
  }

  private async lose(): Promise<never> {
    if (this.link === 'hole' || this.chance.is(0.3)) return never()
    throw new TypeError('no network')
  }

  private pause(): Promise<void> {
    const { link } = this
    const most = link === 'slow' ? 5000 : link === 'good' ? 20 : 400
    return new Promise((resolve) => {
      this.turns.later(1 + this.chance.even() * most, resolve)
    })
  }

  /** A stream as it arrives here: every piece late, and cut when the network goes. */
  private delayed(
    body: ReadableStream<Uint8Array>,
    signal: AbortSignal | null,
  ): ReadableStream<Uint8Array> {
    const reader = body.getReader()
    const pass = async (out: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      for (;;) {
        const part = await reader.read()
        await this.pause()
        if (part.done) return out.close()
        if (this.link === 'hole') continue
        if (this.isLost()) {
          await reader.cancel()
          return out.error(new TypeError('connection lost'))
        }
        out.enqueue(part.value)
      }
    }
    return new ReadableStream({
      start: (out) => {
        const stop = () => {
          reader.cancel().catch(() => undefined)
          out.error(signal?.reason)
        }
        signal?.addEventListener('abort', stop, { once: true })
        void pass(out).catch(() => undefined)
      },
      cancel: () => reader.cancel(),
    })
  }
}

/** Settles with the promise, or is refused when the signal says so. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal | null): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    promise.then(resolve, reject)
    if (signal.aborted) reject(signal.reason as Error)
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}
