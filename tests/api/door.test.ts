import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RATES } from '../../src/server/app.ts'
import { createReplays } from '../../src/server/replays.ts'
import { ROUTES, type RouteName } from '../../src/sync/api.ts'
import { MAX_BODY_BYTES, MAX_CLOCK_SKEW_SECONDS } from '../../src/sync/limits.ts'
import {
  call,
  deviceOf,
  newPerson,
  newSigner,
  type Person,
  privateOf,
  prove,
  push,
  random,
  register,
  requestFor,
  send,
} from './client.ts'
import { openWorld, type World } from './world.ts'

/** Who is let in, and what the door says to the others. */

let world: World
let ana: Person
beforeEach(async () => {
  world = await openWorld()
  ana = newPerson()
  await register(world, ana)
})
afterEach(() => world.close())

const seconds = () => Math.floor(world.clock() / 1000)
const FEED = { htm: 'GET', htu: '/api/feed' }
const visit = (proof: string | null, path = '/api/feed') =>
  send(
    world,
    new Request(`http://tideline.test${path}`, { headers: proof === null ? {} : { dpop: proof } }),
  )
const signed = Object.keys(ROUTES).filter(
  (name) => ROUTES[name as RouteName].signer !== 'none',
) as RouteName[]

describe('a proof', () => {
  it('is asked for by every route but health and the document', async () => {
    const params = { id: random(16), slot: 1 }
    for (const name of signed) {
      expect(await call(world, null, name, { params }), name).toMatchObject({
        status: 401,
        reason: 'unsigned',
      })
    }
    expect((await call(world, null, 'health')).body).toEqual({ status: 'ok', version: '0' })
    expect((await visit(null, '/api/openapi.json')).body.openapi).toBe('3.1.0')
  })

  it('is good for one request', async () => {
    const proof = prove(deviceOf(ana), { ...FEED, iat: seconds() })
    expect((await visit(proof)).status).toBe(200)
    expect(await visit(proof)).toMatchObject({ status: 401, reason: 'replayed' })
    world.advance(120_000)
    expect(await visit(proof)).toMatchObject({ reason: 'replayed' })
  })

  it('may be off by some minutes; further off it learns the time', async () => {
    const limit = MAX_CLOCK_SKEW_SECONDS
    for (const off of [-limit + 1, limit - 1]) {
      expect((await visit(prove(deviceOf(ana), { ...FEED, iat: seconds() + off }))).status).toBe(
        200,
      )
    }
    for (const off of [-limit - 2, limit + 2, 86_400]) {
      const answer = await visit(prove(deviceOf(ana), { ...FEED, iat: seconds() + off }))
      expect(answer).toMatchObject({ status: 401, reason: 'clock', body: { time: world.clock() } })
    }
  })

  const now = { ...FEED, iat: 0 }
  it.each<[string, () => string]>([
    ['for another method', () => prove(deviceOf(ana), { ...now, iat: seconds(), htm: 'POST' })],
    ['for another path', () => prove(deviceOf(ana), { ...now, iat: seconds(), htu: '/api/moves' })],
    [
      'for another query',
      () => prove(deviceOf(ana), { ...now, iat: seconds(), htu: '/api/feed?after=1' }),
    ],
    ['of another type', () => prove(deviceOf(ana), { ...now, iat: seconds() }, { typ: 'JWT' })],
    ['with no algorithm', () => prove(deviceOf(ana), { ...now, iat: seconds() }, { alg: 'none' })],
    [
      'with a key that did not sign',
      () => prove({ ...deviceOf(ana), key: newSigner().key }, { ...now, iat: seconds() }),
    ],
    ['with a short nonce', () => prove(deviceOf(ana), { ...now, iat: seconds(), jti: 'short' })],
    [
      'without a signature',
      () =>
        `${prove(deviceOf(ana), { ...now, iat: seconds() })
          .split('.')
          .slice(0, 2)
          .join('.')}.`,
    ],
    ['that is not one', () => 'x.y.z'],
    ['that is empty', () => ''],
    ['that is too long', () => 'x'.repeat(5000)],
    [
      'whose key is no key',
      () => prove({ ...deviceOf(ana), key: '_'.repeat(42) + '8' }, { ...now, iat: seconds() }),
    ],
  ])('%s is refused', async (_, make) => {
    const answer = await visit(make())
    expect(answer.status).toBe(401)
    expect(['bad-signature', 'unsigned']).toContain(answer.reason)
  })
})

describe('the memory of proofs', () => {
  it('forgets what could not be accepted any more, and refuses rather than forgets when full', () => {
    let now = 1_000_000_000
    const replays = createReplays(() => now, 3)
    const note = (nonce: string) => replays.note('key', nonce, now / 1000)
    expect([note('a'), note('a'), note('b'), note('c'), note('d')]).toEqual([
      'new',
      'replayed',
      'new',
      'new',
      'full',
    ])
    now += (MAX_CLOCK_SKEW_SECONDS + 61) * 1000
    expect([note('d'), note('a')]).toEqual(['new', 'new'])
  })
})

describe('the limits', () => {
  it('of one person are not those of another at the same address', async () => {
    await world.close()
    world = await openWorld({ ...RATES, person: { burst: 3, perSecond: 0.5 } })
    const ben = newPerson()
    await register(world, ana)
    await register(world, ben)
    const statuses = []
    for (let i = 0; i < 4; i++) statuses.push((await call(world, deviceOf(ana), 'pull')).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    const busy = await call(world, deviceOf(ana), 'pull')
    expect(busy).toMatchObject({ reason: 'busy', body: { retryAfter: 2 } })
    expect(busy.headers.get('retry-after')).toBe('2')
    expect((await call(world, deviceOf(ben), 'pull')).status).toBe(200)
    world.advance(2000)
    expect((await call(world, deviceOf(ana), 'pull')).status).toBe(200)
  })

  it('of an address are for those who are nobody yet, and for proofs that do not hold', async () => {
    await world.close()
    world = await openWorld({ ...RATES, address: { burst: 3, perSecond: 1 } })
    await register(world, ana)
    expect((await call(world, null, 'pull')).status).toBe(401)
    expect((await call(world, newSigner(), 'pull')).status).toBe(401)
    expect((await call(world, null, 'health')).status).toBe(429)
    expect(
      (await call(world, newSigner(), 'readMailbox', { params: { id: random(16) } })).status,
    ).toBe(429)
    expect((await call(world, deviceOf(ana), 'pull')).status).toBe(200)
  })
})

describe('places and methods', () => {
  it('that are not there are problems too', async () => {
    for (const path of [
      '/api',
      '/api/',
      '/api/nothing',
      '/api/feed/x',
      '/api/mailboxes',
      '/x',
      '/',
    ]) {
      const answer = await send(world, new Request(`http://tideline.test${path}`))
      expect([404, 405], path).toContain(answer.status)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
    }
  })

  it.each(['DELETE', 'PATCH', 'PUT', 'OPTIONS'])('%s is not offered', async (method) => {
    for (const { path } of Object.values(ROUTES)) {
      if (path.endsWith('{slot}')) continue
      const url = `http://tideline.test${path.replaceAll(/\{\w+\}/g, random(16))}`
      const answer = await send(world, new Request(url, { method }))
      expect(answer).toMatchObject({ status: 405, reason: 'method' })
      expect(answer.headers.get('allow')).toMatch(/^(GET|POST|PUT)/)
    }
  })

  it('HEAD opens no stream', async () => {
    const request = new Request('http://tideline.test/api/pokes', { method: 'HEAD' })
    expect((await world.fetch(request)).status).toBe(405)
    expect(world.hub.size).toBe(0)
  })
})

describe('a body', () => {
  it('that is too large is refused before it is read, and while it is', async () => {
    const large = `"${'x'.repeat(MAX_BODY_BYTES)}"`
    const said = requestFor(world, deviceOf(ana), 'push', { body: large })
    said.headers.set('content-length', String(large.length))
    expect(await send(world, said)).toMatchObject({ status: 413, reason: 'too-large' })
    const unsaid = requestFor(world, deviceOf(ana), 'push', { body: large })
    expect(await send(world, unsaid)).toMatchObject({ status: 413, reason: 'too-large' })
  })

  it('that is nested as deep as it can be is malformed', async () => {
    for (const deep of [
      '['.repeat(4_000_000),
      `${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`,
    ]) {
      const answer = await call(world, deviceOf(ana), 'push', { body: deep })
      expect(answer).toMatchObject({ status: 400, reason: 'malformed' })
    }
    const nested = `{"records":[${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}]}`
    expect((await call(world, deviceOf(ana), 'push', { body: nested })).status).toBe(400)
  })
})

describe('the log', () => {
  it('tells how it went and never who, what or where from', async () => {
    const id = random(16)
    const record = privateOf(ana)
    await push(world, deviceOf(ana), [record])
    await call(world, newSigner(), 'readMailbox', { params: { id }, query: { secret: 'canary' } })
    await call(world, deviceOf(ana), 'push', { body: { records: [{ canary: 1 }] } })
    const text = JSON.stringify(world.lines)
    for (const word of [id, record.id, record.sealed, ana.id, deviceOf(ana).key, 'canary']) {
      expect(text).not.toContain(word)
    }
    expect(world.lines.at(-1)).toEqual({
      level: 'info',
      event: 'request',
      method: 'POST',
      route: '/api/push',
      status: 400,
      ms: 0,
    })
  })

  it('tells of a bug by its class and place, and the caller by nothing', async () => {
    await world.store.close()
    const answer = await call(world, deviceOf(ana), 'pull')
    expect(answer).toMatchObject({ status: 500, reason: 'internal' })
    expect(Object.keys(answer.body)).toEqual(['type', 'title', 'status', 'reason'])
    expect(world.lines.at(-2)).toMatchObject({ level: 'error', event: 'bug', error: 'Error' })
    await world.restart()
  })
})
