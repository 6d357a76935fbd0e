import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROUTES } from '../../../src/sync/api.ts'
import { deviceOf, type Person, prove } from '../../api/client.ts'
import type { RunningServer } from '../../e2e/server.ts'
import { type Couple, newCard, pushOf } from './couples.ts'
import { sendAll } from './load.ts'
import { residentOf } from './resident.ts'

/** Opens so many streams, waits until each has told its head, and sends one card past all of them. */
export async function holdStreams(
  server: RunningServer,
  couples: readonly Couple[],
  count: number,
): Promise<{ memory: number; pokeMs: number }> {
  // A person has at most 32 streams; more would end the oldest.
  const people = couples.flatMap(({ ana, ben }) => [ana, ben])
  if (count > people.length * 32) throw new Error('Too few people for so many streams.')
  const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })
  const open: Stream[] = []
  for (let n = 0; n < count; n += 50) {
    const some = Array.from({ length: Math.min(50, count - n) }, (_, k) =>
      openStream(agent, server.url, people[(n + k) % people.length] as Person),
    )
    open.push(...(await Promise.all(some)))
  }
  await sleep(3000)
  const memory = residentOf(server)
  const [couple] = couples as [Couple]
  const listener = open.find(({ person }) => person === couple.ana) as Stream
  const heard = new Promise<void>((done) => listener.response.once('data', () => done()))
  const begun = performance.now()
  await sendAll(server.url, [pushOf(couple, [newCard(couple, 0)])], 1)
  await heard
  const pokeMs = performance.now() - begun
  for (const { request } of open) request.destroy()
  agent.destroy()
  return { memory, pokeMs }
}

interface Stream {
  readonly person: Person
  readonly request: ClientRequest
  readonly response: IncomingMessage
}

function openStream(agent: Agent, url: string, person: Person): Promise<Stream> {
  const { method, path } = ROUTES.pokes
  const iat = Math.floor(Date.now() / 1000)
  const dpop = prove(deviceOf(person), { htm: method, htu: path, iat })
  return new Promise((resolve, reject) => {
    const request = httpRequest(url + path, { agent, method, headers: { dpop } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`no stream: ${response.statusCode}`))
      response.once('data', () => resolve({ person, request, response }))
      response.on('error', () => {})
    })
    request.once('error', reject)
    request.end()
  })
}
