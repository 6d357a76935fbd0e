import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_PAGE_BYTES } from '../../src/sync/limits.ts'
import {
  call,
  deviceOf,
  newPerson,
  type Person,
  privateOf,
  push,
  random,
  register,
  sealed,
} from './client.ts'
import { openWorld, type World } from './world.ts'

/** Pages of a feed. */

let world: World
let ana: Person
beforeEach(async () => {
  world = await openWorld()
  ana = newPerson()
  await register(world, ana)
})
afterEach(() => world.close())

const pull = (query: Record<string, string | number> = {}) =>
  call(world, deviceOf(ana), 'pull', { query })
const fill = async (count: number) => {
  for (let left = count; left > 0; left -= 100) {
    const records = Array.from({ length: Math.min(left, 100) }, () => privateOf(ana))
    await push(world, deviceOf(ana), records)
  }
}
const numbers = (body: { rows: { seq: number }[] }) => body.rows.map(({ seq }) => seq)
const from = (first: number, last: number) =>
  Array.from({ length: Math.abs(last - first) + 1 }, (_, i) => first + (last > first ? i : -i))

describe('a page', () => {
  it('of an empty feed is empty', async () => {
    expect((await pull()).body).toEqual({
      incarnation: world.store.incarnation,
      head: 0,
      rows: [],
      more: false,
    })
  })

  it('without a cursor holds the newest, downwards', async () => {
    await fill(120)
    const { body } = await pull()
    expect(body).toMatchObject({ head: 120, more: true })
    expect(numbers(body)).toEqual(from(120, 71))
  })

  it('after a number goes up, before one goes down, until nothing remains', async () => {
    await fill(120)
    const up = await pull({ after: 10, limit: 100 })
    expect(numbers(up.body)).toEqual(from(11, 110))
    expect(up.body.more).toBe(true)
    const rest = await pull({ after: 110, limit: 10 })
    expect(numbers(rest.body)).toEqual(from(111, 120))
    expect(rest.body.more).toBe(false)
    const down = await pull({ before: 4 })
    expect(numbers(down.body)).toEqual([3, 2, 1])
    expect(down.body.more).toBe(false)
    expect((await pull({ after: 120 })).body).toMatchObject({ rows: [], more: false })
  })

  it('holds no more bytes than it may, and at least one row', async () => {
    const records = Array.from({ length: 30 }, () => privateOf(ana, { sealed: sealed(65536) }))
    await push(world, deviceOf(ana), records)
    const { body } = await pull({ after: 0, limit: 500 })
    expect(body.more).toBe(true)
    expect(JSON.stringify(body.rows).length).toBeLessThanOrEqual(MAX_PAGE_BYTES)
    const next = await pull({ after: body.rows.at(-1).seq, limit: 500 })
    expect(next.body.more).toBe(false)
    expect([...numbers(body), ...numbers(next.body)]).toEqual(from(1, 30))
  })
})

describe('a cursor', () => {
  it('of this database is followed', async () => {
    await fill(3)
    const { incarnation } = world.store
    expect((await pull({ incarnation, after: 3 })).status).toBe(200)
  })

  it('of another one, or from beyond the head, is rewound', async () => {
    await fill(3)
    for (const query of [
      { incarnation: random(16), after: 1 },
      { incarnation: random(16) },
      { incarnation: world.store.incarnation, after: 4 },
    ]) {
      expect(await pull(query)).toMatchObject({ status: 409, reason: 'rewound' })
    }
  })

  it('of another one that comes with a push lays nothing over what is there', async () => {
    await fill(3)
    const body = { records: [privateOf(ana)] }
    for (const query of [
      { incarnation: random(16), after: 1 },
      { incarnation: world.store.incarnation, after: 4 },
    ]) {
      expect(await call(world, deviceOf(ana), 'push', { query, body })).toMatchObject({
        status: 409,
        reason: 'rewound',
      })
    }
    expect((await pull()).body.head).toBe(3)
  })
})
