import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/server/app.ts'
import type { Store } from '../../src/server/store/store.ts'
import {
  call,
  cardOf,
  deviceOf,
  editOf,
  newCouple,
  newGenesis,
  newPerson,
  pullAll,
  push,
  random,
  register,
  type Server,
} from './client.ts'
import { openWorld, type World } from './world.ts'

/** Many at once: each answer is one that could have been given had they come one after the other. */

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

async function pushAtOnce(server: Server, count: number) {
  const { ana, ben, couple } = await newCouple(world)
  const cards = Array.from({ length: count }, (_, i) => cardOf(i % 2 ? ana : ben, couple))
  const answers = await Promise.all(
    cards.map((card, i) => push(server, deviceOf(i % 2 ? ana : ben), [card])),
  )
  const rows = await pullAll(world, deviceOf(ana))
  return {
    statuses: new Set(answers.map((answer) => answer.status)),
    acknowledged: cards.filter((_, i) => answers[i]?.status === 200).map(({ id }) => id),
    numbers: rows.map((row) => row.seq),
    kept: rows.map((row) => row.record.id),
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

describe('pushes of both partners', () => {
  it('are numbered one by one', async () => {
    const { statuses, acknowledged, numbers, kept } = await pushAtOnce(world, 40)
    expect([...statuses]).toEqual([200])
    expect(numbers).toEqual(upTo(40))
    expect(new Set(kept)).toEqual(new Set(acknowledged))
  })

  it('would not be, on an engine with many writers, if the heads were not locked', async () => {
    if (!world.address) return
    const { statuses } = await pushAtOnce(withUnlockedHeads(world), 40)
    expect(statuses).toContain(500)
  })

  it('with one id make one card and one refusal', async () => {
    const { ana, ben, couple } = await newCouple(world)
    for (let round = 0; round < 10; round++) {
      const id = random(16)
      const answers = await Promise.all(
        [ana, ben].map((author) => push(world, deviceOf(author), [cardOf(author, couple, { id })])),
      )
      const results = answers.map(({ body }) => body.results[0])
      expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['accepted', 'refused']))
      expect(results.find(({ reason }) => reason)?.reason).toBe('id-taken')
    }
  })

  it('of two edits of one record accept one and call the other stale', async () => {
    const { ana, couple } = await newCouple(world)
    const card = cardOf(ana, couple)
    await push(world, deviceOf(ana), [card])
    const answers = await Promise.all(upTo(8).map(() => push(world, deviceOf(ana), [editOf(card)])))
    const results = answers.map(({ body }) => body.results[0].result)
    expect(results.filter((result) => result === 'accepted')).toHaveLength(1)
    expect(results.filter((result) => result === 'stale')).toHaveLength(7)
  })

  it('of the very same record are acknowledged with one number', async () => {
    const { ana, couple } = await newCouple(world)
    const card = cardOf(ana, couple)
    const answers = await Promise.all(upTo(8).map(() => push(world, deviceOf(ana), [card])))
    expect(answers.map(({ body }) => body.results[0])).toEqual(
      upTo(8).map(() => ({ id: card.id, rev: 1, result: 'accepted', seq: 1 })),
    )
  })
})

describe('a person who asks for one thing many times at once', () => {
  it('is registered once, and founds one couple', async () => {
    const [ana, ben] = [newPerson(), newPerson()]
    const registered = await Promise.all([ana, ana, ana, ben, ben].map((p) => register(world, p)))
    expect(registered.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    const { link, keys } = newGenesis(ana, ben)
    const other = newGenesis(ana, ben)
    const founded = await Promise.all(
      [
        [ana, link, keys],
        [ben, link, keys],
        [ana, other.link, other.keys],
      ].map(([person, genesis, files]) =>
        call(world, deviceOf(person as typeof ana), 'appendCoupleLink', {
          body: { link: genesis, keys: files },
        }),
      ),
    )
    const statuses = founded.map(({ status }) => status)
    expect(statuses.filter((status) => status === 409).length).toBeGreaterThanOrEqual(1)
    expect(
      founded.every(({ status, reason }) => status === 200 || reason === 'already-paired'),
    ).toBe(true)
    expect(statuses[0] === 200 || statuses[2] === 200).toBe(true)
  })
})

/** The mutant: heads are read as anybody would, and not kept from others. */
function withUnlockedHeads({ store, clock }: World): Server {
  const careless: Store = {
    ...store,
    transaction: (work, person) =>
      store.transaction(
        (tx) =>
          work({
            ...tx,
            lockHeads: async (people) =>
              new Map(
                await Promise.all(
                  people.map(async (each) => [each, await tx.headOf(each)] as const),
                ),
              ),
          }),
        person,
      ),
  }
  const app = createApp({ store: careless, clock, log: () => {}, version: '0' })
  return { clock, fetch: async (request) => app.fetch(request) }
}
