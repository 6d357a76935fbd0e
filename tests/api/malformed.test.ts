import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  record as recordOf,
  string,
} from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROUTES, type RouteName, TOKEN_HEADER } from '../../src/sync/api.ts'
import { envelopeSchema, type Envelope } from '../../src/sync/envelope.ts'
import { MAX_BATCH, MAX_PAGE } from '../../src/sync/limits.ts'
import {
  type Answer,
  call,
  type Call,
  cardOf,
  deviceOf,
  newCouple,
  newGenesis,
  newPerson,
  type Person,
  privateOf,
  pullAll,
  push,
  random,
} from './client.ts'
import { openWorld, type World } from './world.ts'

/** What is not as the API describes it is refused with a reason, and nothing of it is applied. */

/** Fewer where the engine is the question and not the shape. */
const RUNS = process.env['TIDELINE_TEST_POSTGRES'] === undefined ? 2000 : 300

let world: World
let ana: Person
let ben: Person
let couple: string
beforeAll(async () => {
  const many = { burst: 100_000, perSecond: 1 }
  world = await openWorld({ person: many, address: many })
  ;({ ana, ben, couple } = await newCouple(world))
})
afterAll(() => world.close())

const isRefused = ({ status, reason }: Answer) => status >= 400 && status < 500 && reason !== null

describe('every route', () => {
  const bodies: [string, unknown][] = [
    ['nothing', ''],
    ['no JSON', '{'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('latin1')],
    ['null', 'null'],
    ['a number', 7],
    ['text', 'x'],
    ['a list', []],
    ['an empty object', {}],
    ['strange fields', { canary: 1 }],
    ['a prototype', '{"__proto__":{"records":[]},"constructor":1}'],
  ]
  const withBody = (Object.keys(ROUTES) as RouteName[]).filter((name) => 'body' in ROUTES[name])

  it.each(bodies)('refuses %s as a body', async (_, body) => {
    for (const name of withBody) {
      const answer = await call(world, deviceOf(ana), name, {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        params: { id: random(16), slot: 1 },
        headers: { [TOKEN_HEADER]: random(32) },
      })
      expect(answer, name).toMatchObject({ status: 400, reason: 'malformed' })
      expect(JSON.stringify(answer.body)).not.toContain('canary')
    }
  })

  const cases: [RouteName, string, Call][] = [
    ['pull', 'a negative number', { query: { after: -1 } }],
    ['pull', 'a word for a number', { query: { after: 'x' } }],
    ['pull', 'half a number', { query: { after: 1.5 } }],
    ['pull', 'no end', { query: { after: 'Infinity' } }],
    ['pull', 'two directions', { query: { after: 1, before: 2 } }],
    ['pull', 'a page of nothing', { query: { limit: 0 } }],
    ['pull', 'a page that is too long', { query: { limit: MAX_PAGE + 1 } }],
    ['pull', 'no incarnation', { query: { incarnation: 'short' } }],
    ['cycles', 'no instant', { query: { now: 'yesterday' } }],
    ['cycles', 'a month that is not', { query: { now: '2026-13-01T00:00:00Z' } }],
    ['cycles', 'a day that is not', { query: { now: '2026-02-30T00:00:00Z' } }],
    ['cycles', 'an hour that is not', { query: { now: '2026-02-03T99:00:00Z' } }],
    ['cycles', 'another zone', { query: { now: '2026-02-03T00:00:00+01:00' } }],
    ['readMailbox', 'a short id', { params: { id: 'x' } }],
    ['readMailbox', 'a path for an id', { params: { id: '%2e%2e%2fetc' } }],
    ['readMailbox', 'bytes for an id', { params: { id: '%E0%A4%A' } }],
    [
      'leaveMessage',
      'no such slot',
      { params: { id: random(16), slot: 99 }, body: { message: 'AAAA' } },
    ],
    ['leaveMessage', 'no message', { params: { id: random(16), slot: 1 }, body: { message: '' } }],
    [
      'createMailbox',
      'a life without end',
      { body: { id: random(16), token: random(32), lives: 'ever', message: 'AA' } },
    ],
    [
      'createMailbox',
      'half a hash',
      { body: { id: random(16), token: random(16), lives: 'code', message: 'AA' } },
    ],
    [
      'createMailbox',
      'too long a message',
      { body: { id: random(16), token: random(32), lives: 'code', message: random(70_000) } },
    ],
    ['register', 'no links', { body: { chain: [], keys: {} } }],
    ['appendCoupleLink', 'a link for a third', { body: { link: { type: 'third' }, keys: 'AA' } }],
  ]
  it.each(cases)('refuses %s with %s', async (name, _, what) => {
    const answer = await call(world, deviceOf(ana), name, what)
    expect(answer).toMatchObject({ status: 400, reason: 'malformed' })
  })

  it('refuses a couple link with the wrong key file', async () => {
    const { link } = newGenesis(newPerson(), newPerson())
    for (const keys of [null, random(300)]) {
      const answer = await call(world, deviceOf(ana), 'appendCoupleLink', { body: { link, keys } })
      expect(answer).toMatchObject({ status: 400, reason: 'malformed' })
    }
  })
})

describe('a push', () => {
  const cases: [string, (record: Envelope) => unknown][] = [
    ['a record that is null', () => null],
    ['a record of another version', (record) => ({ ...record, v: 2 })],
    ['an id that is too short', (record) => ({ ...record, id: 'x' })],
    ['an id with stray bits', (record) => ({ ...record, id: `${record.id.slice(0, 21)}B` })],
    ['revision 0', (record) => ({ ...record, rev: 0 })],
    ['half a revision', (record) => ({ ...record, rev: 1.5 })],
    ['a huge revision', (record) => ({ ...record, rev: 2 ** 53 })],
    ['a seal of no size class', (record) => ({ ...record, sealed: record.sealed.slice(1) })],
    [
      'a seal in another alphabet',
      (record) => ({ ...record, sealed: `+${record.sealed.slice(1)}` }),
    ],
    ['a private record with a couple', (record) => ({ ...record, couple: random(16) })],
    [
      'a private record with a move',
      (record) => ({ ...record, move: { kind: 'pursue', at: '2026-01-01' } }),
    ],
    ['an audience of all', (record) => ({ ...record, audience: 'all' })],
    ['a note in the clear', (record) => ({ ...record, note: 'canary' })],
    ['no tag', (record) => ({ ...record, tag: undefined })],
  ]
  const moves: [string, unknown][] = [
    ['of no kind', { kind: 'hug', at: '2026-01-01' }],
    ['with no time', { kind: 'pursue' }],
    ['on a day that is not', { kind: 'pursue', at: '2026-02-30' }],
    ['at a local time', { kind: 'pursue', at: '2026-02-03T10:00:00' }],
    ['with a note', { kind: 'pursue', at: '2026-02-03', note: 'canary' }],
    ['too strong', { kind: 'pursue', at: '2026-02-03', intensity: 6 }],
    ['set off by words', { kind: 'pursue', at: '2026-02-03', triggers: ['You never call'] }],
    ['set off by too much', { kind: 'pursue', at: '2026-02-03', triggers: Array(9).fill('tone') }],
  ]

  const isRefusedWhole = async (bad: unknown) => {
    const good = cardOf(ana, couple)
    const before = await pullAll(world, deviceOf(ben))
    const answer = await push(world, deviceOf(ana), [good, bad])
    expect(answer).toMatchObject({ status: 400, reason: 'malformed' })
    expect(JSON.stringify(answer.body)).not.toContain('canary')
    expect(await pullAll(world, deviceOf(ben))).toEqual(before)
  }

  it.each(cases)('with %s is refused whole', async (_, make) =>
    isRefusedWhole(make(privateOf(ana))),
  )

  it.each(moves)('with a move %s is refused whole', async (_, move) =>
    isRefusedWhole({ ...cardOf(ana, couple), move }),
  )

  it('of nothing, or of too much, is refused', async () => {
    for (const records of [[], Array.from({ length: MAX_BATCH + 1 }, () => privateOf(ana))]) {
      expect(await push(world, deviceOf(ana), records)).toMatchObject({ status: 400 })
    }
  })

  it('of an envelope changed anywhere is refused, or is still one', async () => {
    const anything = oneof(
      jsonValue({ maxDepth: 3 }),
      constantFrom('__proto__', 'constructor', '', -0, 1e308, 'A'.repeat(22), '\u0000'),
    )
    const fields = Object.keys(privateOf(ana))
    const change = recordOf({
      isCard: boolean(),
      field: oneof(constantFrom(...fields), string({ maxLength: 12 })),
      value: anything,
      isDropped: boolean(),
    })
    await assert(
      asyncProperty(array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        let record: Record<string, unknown> = changes[0]?.isCard
          ? { ...cardOf(ana, couple) }
          : { ...privateOf(ana) }
        for (const { field, value, isDropped } of changes) {
          if (isDropped) {
            const { [field]: _, ...rest } = record
            record = rest
          } else record = { ...record, [field]: value }
        }
        const onTheWire: unknown = JSON.parse(JSON.stringify(record))
        const answer = await push(world, deviceOf(ana), [onTheWire])
        if (envelopeSchema.safeParse(onTheWire).success) return answer.status === 200
        return isRefused(answer)
      }),
      { numRuns: RUNS },
    )
  }, 120_000)
})

it('requests of any shape are never a bug of ours', async () => {
  const names = Object.keys(ROUTES).filter((name) => name !== 'pokes') as RouteName[]
  const text = string({ maxLength: 30 })
  await assert(
    asyncProperty(
      constantFrom(...names),
      jsonValue({ maxDepth: 4 }),
      dictionary(constantFrom('after', 'before', 'limit', 'now', 'incarnation', 'x'), text),
      text,
      async (name, body, query, part) => {
        const { method, path } = ROUTES[name]
        const params = { id: encodeURIComponent(part) || 'x', slot: 1 }
        if (path.includes('{') && /^(\.|%2e){1,2}$/i.test(params.id)) return true
        const { status } = await call(world, deviceOf(ana), name, {
          params,
          query: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, value])),
          ...(method === 'GET' ? {} : { body }),
        })
        return status < 500
      },
    ),
    { numRuns: RUNS },
  )
  expect(world.lines.filter((line) => line.level === 'error')).toEqual([])
}, 120_000)
