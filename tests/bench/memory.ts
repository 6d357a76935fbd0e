import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AuthoredMove } from '../../src/journal/move.ts'
import {
  call,
  cardOf,
  danceOf,
  deviceOf,
  newCouple,
  type Person,
  privateOf,
  pullAll,
  push,
  type Server,
} from '../api/client.ts'
import { startServer } from '../e2e/server.ts'
import type { Figure } from './figures.ts'

/**
 * The API as `npm start` runs it, while a thousand couples register, pair, push a month of moments, pull and
 * ask for their loops. What counts is the most memory the process ever held.
 */
export async function measureMemory(couples: number): Promise<Figure | null> {
  // Each couple comes from an address of its own, as they do in life.
  const server = await startServer({ env: { TIDELINE_PROXIES: '1' } })
  try {
    for (let n = 0; n < couples; n += AT_ONCE) {
      const some = Math.min(AT_ONCE, couples - n)
      await Promise.all(Array.from({ length: some }, (_, k) => live(reach(server.url, n + k))))
    }
    await sleep(2000)
    const memory = memoryOf(server.pid)
    if (memory === null) return null
    return {
      what: `API process with ${couples.toLocaleString('en')} couples loaded`,
      measured: memory.peak,
      bound: 150,
      unit: 'MB',
      detail: `most ever; ${memory.now.toFixed(0)} MB at rest, ${couples * RECORDS} records over HTTP`,
    }
  } finally {
    await server.remove()
  }
}

const AT_ONCE = 8
const DANCES = 5
const MOVES = 6
const PRIVATE = 5
const RECORDS = DANCES * MOVES + 2 * PRIVATE

/** A month of one couple. */
async function live(server: Server): Promise<void> {
  const { ana, ben, couple } = await newCouple(server)
  const moves = Array.from({ length: DANCES }, (_, n) =>
    danceOf(ana.id, ben.id, server.clock() - (n * 6 + 1) * DAY),
  ).flat()
  for (const person of [ana, ben]) {
    const own = Array.from({ length: PRIVATE }, () => privateOf(person))
    const cards = moves.filter((move) => move.author === person.id).map(cardFor(person, couple))
    const { status } = await push(server, deviceOf(person), [...own, ...cards])
    if (status !== 200) throw new Error(`A push was answered with ${status}.`)
  }
  for (const person of [ana, ben]) {
    await pullAll(server, deviceOf(person))
    const { status } = await call(server, deviceOf(person), 'cycles')
    if (status !== 200) throw new Error(`The loops were answered with ${status}.`)
  }
}

const DAY = 86_400_000

function cardFor(person: Person, couple: string) {
  return ({ id, kind, at, intensity }: AuthoredMove) =>
    cardOf(person, couple, { id, move: { kind, at, ...(intensity ? { intensity } : {}) } })
}

/** The real server behind its port, for the client of the API's tests. */
function reach(url: string, couple: number): Server {
  const address = `10.${couple >> 16}.${(couple >> 8) & 255}.${couple & 255}`
  return {
    clock: Date.now,
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      const headers = new Headers(request.headers)
      headers.set('x-forwarded-for', address)
      const body = request.body ? await request.text() : null
      return fetch(`${url}${pathname}${search}`, { method: request.method, headers, body })
    },
  }
}

/** In megabytes; nothing where the system does not say. */
export function memoryOf(pid: number | undefined): { now: number; peak: number } | null {
  if (pid === undefined || process.platform !== 'linux') return null
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1000
  return { now: read('VmRSS'), peak: read('VmHWM') }
}
