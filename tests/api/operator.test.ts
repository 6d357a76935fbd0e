import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp, RATES } from '../../src/server/app.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import type { Condition, Store } from '../../src/server/store/store.ts'
import { call, deviceOf, newPerson, privateOf, push, register, type Server } from './client.ts'
import { openWorld, type World } from './world.ts'

/** What whoever runs the server can see of it. */

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const TOKEN = 'a secret of the operator'

function serverWith(parts: Partial<Parameters<typeof createApp>[0]>): Server {
  const { store, clock } = world
  const app = createApp({ store, clock, log: () => {}, version: '0', ...parts })
  return { clock, fetch: async (request) => app.fetch(request) }
}

const ask = (server: Server, path: string, headers: Record<string, string> = {}) =>
  server.fetch(new Request(`http://tideline.test${path}`, { headers }))

describe('the metrics', () => {
  it('are told to whoever shows the token, and are not there for others', async () => {
    const server = serverWith({ metrics: createMetrics(TOKEN, []) })
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: TOKEN }]) {
      expect((await ask(server, '/api/metrics', headers)).status).toBe(404)
    }
    const shown = { authorization: `Bearer ${TOKEN}` }
    expect((await ask(server, '/api/metrics', shown)).status).toBe(200)
    expect((await ask(serverWith({}), '/api/metrics', shown)).status).toBe(404)
  })

  it('count requests by route, and name nobody', async () => {
    const metrics = createMetrics(TOKEN, [
      { name: 'tideline_streams', help: 'Open streams.', type: 'gauge', read: () => 3 },
    ])
    const server = serverWith({ metrics })
    const ana = newPerson()
    await register(server, ana)
    const record = privateOf(ana)
    await push(server, deviceOf(ana), [record])
    await push(server, deviceOf(ana), [privateOf(ana)])
    await ask(server, '/api/mailboxes/somewhere?secret=canary')
    await server.fetch(new Request('http://tideline.test/api/health', { method: 'CANARY' }))
    const text = metrics.tell(`Bearer ${TOKEN}`) ?? ''
    const lines = text.split('\n')
    expect(lines).toContain(
      'tideline_requests_total{method="POST",route="/api/push",status="200"} 2',
    )
    expect(lines).toContain('tideline_request_seconds_count{method="POST",route="/api/push"} 2')
    expect(lines).toContain('tideline_streams 3')
    for (const word of [ana.id, deviceOf(ana).key, record.id, 'somewhere', 'canary', 'CANARY']) {
      expect(text).not.toContain(word)
    }
    for (const line of lines.filter((each) => each !== '' && !each.startsWith('#'))) {
      expect(line).toMatch(/^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+$/)
    }
  })
})

describe('the health of the server', () => {
  it('is that of its disk, which is asked once in a while', async () => {
    let checks = 0
    let condition: Condition = 'ok'
    const store: Store = {
      ...world.store,
      check: async () => {
        checks++
        return condition
      },
    }
    const server = serverWith({ store })
    for (let i = 0; i < 5; i++) expect((await ask(server, '/api/health')).status).toBe(200)
    expect(checks).toBe(1)
    condition = 'full'
    world.advance(5000)
    const answer = await ask(server, '/api/health')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ reason: 'internal', detail: 'disk: full' })
    expect(checks).toBe(2)
  })

  it('writes to the real disk', async () => {
    expect(await world.store.check()).toBe('ok')
    await world.store.close()
    expect(await world.store.check()).toBe('failing')
    await world.restart()
  })
})

describe('a limit', () => {
  it('says how long to wait, to a person and to an address', async () => {
    const server = serverWith({ rates: { ...RATES, person: { burst: 1, perSecond: 0.1 } } })
    const ana = newPerson()
    await register(server, ana)
    expect((await call(server, deviceOf(ana), 'pull')).status).toBe(200)
    const refused = await call(server, deviceOf(ana), 'pull')
    expect(refused).toMatchObject({ status: 429, reason: 'busy' })
    expect(refused.headers.get('retry-after')).toBe('10')
    expect(refused.body.retryAfter).toBe(10)
  })
})
