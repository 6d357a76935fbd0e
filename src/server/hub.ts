import { MAX_POKE_BYTES } from '../sync/limits.ts'
import type { FeedText } from './store/feeds.ts'

/** "Your feed moved", with the rows that moved. */
export interface Moved {
  readonly incarnation: string
  readonly prev: number
  readonly seq: number
  readonly rows: readonly FeedText[]
}

/**
 * Who is listening on this process. Only what is in a person's own feed is ever said to that person,
 * so a private push of one is silence for the other. What another process took in, `relay.ts` brings.
 */
export interface Hub {
  /** A stream of frames for one device, that begins when `begin` is called with the feed's head. */
  listen(person: string, device: string): Listening
  /** Tells all of a person's devices but the one that knows already. */
  poke(person: string, moved: Moved, except?: string): void
  /** Writes a comment to every stream, so that both ends notice a dead one. */
  beat(): void
  /** Ends the streams of a device, as when it was revoked. */
  dismiss(device: string): void
  /** Tells whether anybody listens for a person here. */
  hears(person: string): boolean
  /** Ends every stream: whoever comes back learns the head of their feed. */
  endAll(): void
  /** The same for good. */
  close(): void
  readonly size: number
}

export interface Listening {
  readonly stream: ReadableStream<Uint8Array>
  begin(head: Omit<Moved, 'rows'>): void
  end(): void
}

/** Bytes that wait for a slow reader, at most; a slower one is let go and comes back. */
const MOST_WAITING = 1024 * 1024
/** Streams of one person, at most; then the oldest ends. */
const MOST_STREAMS = 32

const utf8 = new TextEncoder()
const HEARTBEAT = utf8.encode(':\n\n')

export function createHub(): Hub {
  const listeners = new Map<string, Set<Listener>>()
  let isClosed = false
  const all = function* () {
    for (const each of listeners.values()) yield* each
  }
  return {
    listen(person, device) {
      const mine = listeners.get(person) ?? new Set()
      listeners.set(person, mine)
      const listener = new Listener(device, () => {
        mine.delete(listener)
        if (mine.size === 0 && listeners.get(person) === mine) listeners.delete(person)
      })
      mine.add(listener)
      const [oldest] = mine
      if (mine.size > MOST_STREAMS) oldest?.end()
      if (isClosed) listener.end()
      return listener
    },
    poke(person, moved, except) {
      for (const each of listeners.get(person) ?? []) {
        if (each.device !== except) each.tell(moved)
      }
    },
    beat() {
      for (const each of all()) each.write(HEARTBEAT)
    },
    dismiss(device) {
      for (const each of all()) if (each.device === device) each.end()
    },
    hears: (person) => listeners.has(person),
    endAll() {
      for (const each of all()) each.end()
    },
    close() {
      isClosed = true
      for (const each of all()) each.end()
    },
    get size() {
      return [...all()].length
    },
  }
}

/** A poke as a frame of `text/event-stream`. One that would be too large carries no rows. */
export function frameOf({ incarnation, prev, seq, rows }: Moved): Uint8Array {
  const texts = rows.map((row) => `{"seq":${row.seq},"record":${row.record}}`)
  const size = texts.reduce((sum, text) => sum + text.length + 1, 0)
  const kept = size <= MAX_POKE_BYTES ? texts.join(',') : ''
  return utf8.encode(
    `data: {"incarnation":"${incarnation}","prev":${prev},"seq":${seq},"rows":[${kept}]}\n\n`,
  )
}

class Listener implements Listening {
  readonly device: string
  readonly stream: ReadableStream<Uint8Array>
  /** Pokes that came before the first frame; null once it is out. */
  private early: Moved[] | null = []
  private out: ReadableStreamDefaultController<Uint8Array> | null = null
  private readonly leave: () => void

  constructor(device: string, leave: () => void) {
    this.device = device
    this.leave = leave
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (out) => {
          this.out = out
        },
        cancel: () => {
          this.out = null
          leave()
        },
      },
      { highWaterMark: MOST_WAITING, size: (chunk) => chunk?.byteLength ?? 0 },
    )
  }

  begin(head: Omit<Moved, 'rows'>): void {
    const early = this.early ?? []
    this.early = null
    this.write(frameOf({ ...head, rows: [] }))
    for (const moved of early) if (moved.seq > head.seq) this.write(frameOf(moved))
  }

  tell(moved: Moved): void {
    if (this.early) this.early.push(moved)
    else this.write(frameOf(moved))
  }

  write(bytes: Uint8Array): void {
    if (!this.out) return
    this.out.enqueue(bytes)
    if ((this.out.desiredSize ?? 0) <= 0) this.end()
  }

  end(): void {
    const { out } = this
    this.out = null
    this.leave()
    out?.close()
  }
}
