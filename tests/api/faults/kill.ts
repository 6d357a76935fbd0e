import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningServer } from '../../e2e/server.ts'
import type { Envelope } from '../../../src/sync/envelope.ts'
import {
  call,
  cardOf,
  deviceOf,
  editOf,
  newCouple,
  type Person,
  privateOf,
  push,
  type Server,
} from '../client.ts'

/**
 * kill −9 under load: several couples push as fast as they are answered, the process is killed in the
 * midst of it, and started again. What was acknowledged has to be there, once and in order; what was
 * under way is sent again as it was, as a phone does.
 */

export interface Killed {
  readonly cycles: number
  readonly acknowledged: number
  /** Acknowledged, and not found afterwards as it was acknowledged. */
  readonly lost: number
  /** Feeds with a gap, a number twice, or a record twice. */
  readonly disordered: number
}

interface Author {
  readonly person: Person
  readonly couple: string
  /** What was acknowledged last, by id. */
  readonly kept: Map<string, Envelope>
  /** What was sent and not yet answered. */
  pending: readonly Envelope[]
}

const COUPLES = 3
/** Records acknowledged between two kills, at least. */
const ACKNOWLEDGED = 15

/**
 * Kills it so often. `onCycle` hears after each time what held until then; `hasToStop` ends it early, with the
 * cycle that is under way.
 */
export async function killAndLook(
  running: RunningServer,
  cycles: number,
  onCycle: (soFar: Killed) => void = () => {},
  hasToStop: () => boolean = () => false,
): Promise<Killed> {
  const server: Server = {
    clock: Date.now,
    fetch: (request) => {
      const { pathname, search } = new URL(request.url)
      return fetch(new Request(`${running.url}${pathname}${search}`, request))
    },
  }
  const authors: Author[] = []
  for (let n = 0; n < COUPLES; n++) {
    const { ana, ben, couple } = await newCouple(server)
    for (const person of [ana, ben]) authors.push({ person, couple, kept: new Map(), pending: [] })
  }
  let disordered = 0
  const lost = new Set<string>()
  let cycle = 0
  const soFar = (): Killed => ({
    cycles: cycle,
    acknowledged: countKept(authors),
    lost: lost.size,
    disordered,
  })
  while (cycle < cycles && !hasToStop()) {
    const isOver = { now: false }
    const pushing = authors.map((author) => keepPushing(server, author, isOver))
    // Not before some were acknowledged in this life, however slow the machine, and then at any moment.
    const enough = countKept(authors) + ACKNOWLEDGED
    while (countKept(authors) < enough && !hasToStop()) await sleep(2)
    cycle += 1
    await sleep((cycle * 37) % 60)
    await running.stop('SIGKILL')
    isOver.now = true
    await Promise.all(pushing)
    await running.start()
    for (const author of authors) {
      const { missing, isOrdered } = await look(server, author)
      for (const id of missing) lost.add(id)
      if (!isOrdered) disordered++
      await sendAgain(server, author)
    }
    onCycle(soFar())
  }
  return soFar()
}

const countKept = (authors: readonly Author[]): number =>
  authors.reduce((sum, { kept }) => sum + kept.size, 0)

async function keepPushing(
  server: Server,
  author: Author,
  isOver: { readonly now: boolean },
): Promise<void> {
  const { person, couple, kept } = author
  for (let n = 0; !isOver.now; n++) {
    const [old] = [...kept.values()].slice(-3)
    author.pending = [
      cardOf(person, couple),
      ...(n % 2 ? [privateOf(person)] : []),
      ...(old && n % 3 === 0 ? [editOf(old)] : []),
    ]
    try {
      await deliver(server, author)
    } catch {
      // The connection broke: nothing is known about this one.
      return
    }
  }
}

async function deliver(server: Server, author: Author): Promise<void> {
  const { status, body } = await push(server, deviceOf(author.person), author.pending)
  if (status !== 200) throw new Error(`not taken: ${status}`)
  const results = body.results as { result: string }[]
  if (results.some(({ result }) => result !== 'accepted')) throw new Error('not accepted')
  for (const record of author.pending) author.kept.set(record.id, record)
  author.pending = []
}

async function sendAgain(server: Server, author: Author): Promise<void> {
  if (author.pending.length > 0) await deliver(server, author)
}

/** Reads an author's whole feed, and holds it against what was acknowledged. */
async function look(
  server: Server,
  { person, kept }: Author,
): Promise<{ missing: string[]; isOrdered: boolean }> {
  const found = new Map<string, number>()
  const numbers: number[] = []
  for (let after = 0, more = true; more; ) {
    const { body } = await call(server, deviceOf(person), 'pull', { query: { after, limit: 500 } })
    for (const { seq, record } of body.rows as { seq: number; record: Envelope }[]) {
      numbers.push(seq)
      found.set(`${record.author} ${record.id}`, record.rev)
      after = seq
    }
    more = body.more as boolean
  }
  const missing = [...kept.values()].filter(
    ({ author, id, rev }) => (found.get(`${author} ${id}`) ?? 0) < rev,
  )
  return {
    missing: missing.map(({ id }) => id),
    isOrdered:
      found.size === numbers.length &&
      numbers.every((seq, n) => n === 0 || seq > (numbers[n - 1] ?? 0)),
  }
}
