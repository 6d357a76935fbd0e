import Sqlite from 'better-sqlite3'
import { expect, it, vi } from 'vitest'
import type { Envelope } from '../../src/sync/envelope.ts'
import {
  call,
  cardOf,
  deviceOf,
  editOf,
  newGenesis,
  newPerson,
  privateOf,
  push,
  register,
  tombstoneOf,
} from '../api/client.ts'
import { listenTo } from '../api/pokes.ts'
import { openWorld } from '../api/world.ts'
import { draw, type Draw } from './chance.ts'
import { howMany, isLong, seed } from './scale.ts'

/**
 * The partner, who looks at everything their phone is ever told. The same evening is lived twice, once
 * with a hundred entries that their author keeps private or lets cool, and once without: what the
 * partner gets is the same to the byte, feed numbers, pokes, headers, health and metrics included, and costs
 * the server as many questions to its database.
 */

const off = vi.hoisted(() => ({ ownFeeds: false, ownWork: false }))
vi.mock('../../src/server/store/feeds.ts', async (original) => {
  const real = await original<typeof import('../../src/server/store/feeds.ts')>()
  return {
    ...real,
    feedsIn: (engine: Parameters<typeof real.feedsIn>[0]) => {
      const feeds = real.feedsIn(engine)
      const number: typeof feeds.number = async (places) => {
        await feeds.number(places)
        if (!off.ownFeeds) return
        // One counter for all: the mistake that gives private writing away.
        await engine.db
          .updateTable('feed_heads')
          .set((row) => ({ seq: row('seq', '+', places.length) }))
          .where('person', '!=', places[0]?.person ?? '')
          .execute()
      }
      const measure: typeof feeds.measure = async (...asked) => {
        const rows = engine.db.selectFrom('records').select('id').where('couple', 'is', null)
        // One look at every private row before anybody is answered: the mistake that a clock would notice.
        for (const { id } of off.ownWork ? await rows.execute() : []) {
          await engine.db.selectFrom('records').select('bytes').where('id', '=', id).execute()
        }
        return feeds.measure(...asked)
      }
      return { ...feeds, number, measure }
    },
  }
})

/** How much the server has asked its database so far: an answer that takes more questions takes more time. */
let questions = 0
const statements = Object.getPrototypeOf(new Sqlite(':memory:').prepare('select 1')) as Record<
  'run' | 'get' | 'all',
  (this: unknown, ...values: unknown[]) => unknown
>
for (const way of ['run', 'get', 'all'] as const) {
  const real = statements[way]
  statements[way] = function counted(...values) {
    questions += 1
    return real.apply(this, values)
  }
}

const RATES = { person: { burst: 1e6, perSecond: 1e6 }, address: { burst: 1e6, perSecond: 1e6 } }
const RUNS = howMany(2, 1000)
const PRIVATE = 100
const STEPS = 8

function makeEvening(chance: Draw) {
  const [ana, ben] = [newPerson(), newPerson()]
  const genesis = newGenesis(ana, ben)
  const cards = Array.from({ length: STEPS }, (_, i) =>
    cardOf(ana, genesis.id, {
      move: { kind: chance.of(['pursue', 'withdraw']), at: `2026-03-0${1 + i}T10:00:00Z` },
    }),
  )
  const theirs = cards.map(() => cardOf(ben, genesis.id))
  const kept: Envelope[] = []
  while (kept.length < PRIVATE) {
    const earlier = kept.at(-1)
    const isEdit = earlier && !earlier.deleted && chance.below(3) === 0
    kept.push(isEdit ? chance.of([editOf(earlier), tombstoneOf(earlier)]) : privateOf(ana))
  }
  return { ana, ben, genesis, cards, theirs, kept }
}

/** All that a phone was told, and how long each answer and each poke took the server, to the second. */
interface Transcript {
  readonly text: string
  readonly seconds: readonly number[]
}

/** Lives the evening, and writes down all that Ben's phone sees of it. */
async function live(
  evening: ReturnType<typeof makeEvening>,
  isPrivateToo: boolean,
): Promise<Transcript> {
  const { ana, ben, genesis, cards, theirs, kept } = evening
  const world = await openWorld(RATES)
  await register(world, ana)
  await register(world, ben)
  const { link, keys } = genesis
  await call(world, deviceOf(ana), 'appendCoupleLink', { body: { link, keys } })
  const stream = await listenTo(world, deviceOf(ben))
  const told: unknown[] = [await stream.next()]
  const seconds: number[] = []
  const asked = async <T>(work: () => Promise<T>): Promise<T> => {
    const before = questions
    const answer = await timed(work())
    told.push(questions - before)
    return answer
  }
  const timed = async <T>(work: Promise<T>): Promise<T> => {
    const began = performance.now()
    const answer = await work
    seconds.push(Math.round((performance.now() - began) / 1000))
    return answer
  }
  const each = Math.ceil(kept.length / STEPS)
  for (const [i, card] of cards.entries()) {
    if (isPrivateToo) await push(world, deviceOf(ana), kept.slice(i * each, (i + 1) * each))
    // And in one batch with what is shared.
    const poke = timed(stream.next())
    await push(world, deviceOf(ana), [...(isPrivateToo ? [privateOf(ana)] : []), card])
    told.push(await poke)
    told.push((await asked(() => push(world, deviceOf(ben), [theirs[i]]))).body)
    for (const name of ['pull', 'moves', 'cycles', 'membership', 'health'] as const) {
      const device = name === 'health' ? null : deviceOf(ben)
      const answer = await asked(() => call(world, device, name))
      told.push(name, answer.status, answer.body, [...answer.headers])
    }
    const metrics = await world.fetch(new Request('http://tideline.test/api/metrics'))
    told.push(metrics.status, await metrics.text())
  }
  world.hub.close()
  await stream.next()
  const text = JSON.stringify([told, stream.text]).replaceAll(world.store.incarnation, 'life')
  await world.close()
  return { text, seconds }
}

function firstDifference(some: string, none: string): string {
  let at = 0
  while (some[at] === none[at]) at += 1
  return `${some.slice(Math.max(0, at - 80), at + 80)} at ${at}`
}

/** How often an evening is lived again where only the seconds differed. */
const AGAIN = 3

/**
 * What differs between the two evenings; null: nothing. Every byte has to be the same each time. An answer
 * may have taken another second because the machine was busy: what private rows do to the time shows at
 * the same place each time.
 */
async function compare(evening: ReturnType<typeof makeEvening>): Promise<string | null> {
  const quickest = (all: readonly Transcript[]): string =>
    (all[0]?.seconds ?? [])
      .map((_, n) => Math.min(...all.map((each) => each.seconds[n] ?? 0)))
      .join()
  const withThem: Transcript[] = []
  const without: Transcript[] = []
  for (let times = 0; times < AGAIN; times += 1) {
    const [some, none] = [await live(evening, true), await live(evening, false)]
    if (some.text !== none.text) return firstDifference(some.text, none.text)
    withThem.push(some)
    without.push(none)
    if (!isLong || quickest(withThem) === quickest(without)) return null
  }
  return `seconds: ${quickest(withThem)} and ${quickest(without)}`
}

it(`sees the same with and without ${PRIVATE} private entries, ${RUNS} times`, async () => {
  const chance = draw(seed)
  for (let run = 0; run < RUNS; run += 1) {
    const difference = await compare(makeEvening(chance))
    expect([run, difference]).toEqual([run, null])
  }
  expect(questions).toBeGreaterThan(RUNS * STEPS)
})

it.each([
  ['one number counted private and shared rows', 'ownFeeds'],
  ['private rows were looked at before others are answered', 'ownWork'],
] as const)('would see them, where %s', async (_, defence) => {
  const evening = makeEvening(draw(seed))
  off[defence] = true
  const difference = await compare(evening)
  off[defence] = false
  expect(difference).not.toBeNull()
})
