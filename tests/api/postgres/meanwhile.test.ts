import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  addDevice,
  call,
  cardOf,
  deviceOf,
  newCouple,
  newPerson,
  nextCoupleLink,
  privateOf,
  pullAll,
  push,
  register,
  revokeDevice,
} from '../client.ts'
import { openWorld, type World } from '../world.ts'

/** A push, and somebody who leaves or a device that is removed, at the same time. */

const MOVE = { kind: 'pursue', at: '2026-03-01T19:00:00+01:00' } as const

let world: World
let other: Client
/** Outside of any transaction: inside of one, what others do stands still. */
let watcher: Client
beforeEach(async () => {
  world = await openWorld()
  await world.lose()
  other = new Client({ connectionString: world.address })
  watcher = new Client({ connectionString: world.address })
  await Promise.all([other.connect(), watcher.connect()])
})
afterEach(async () => {
  await Promise.all([other.end(), watcher.end()])
  await world.close()
})

/** Holds rows as another transaction would, so that what wants to change them stands still half-way. */
const hold = (rows: string) => other.query(`begin; select * from ${rows} for update`)
const letGo = () => other.query('commit')

/** Resolves once so many wait for a lock, or once `done` says that nobody will. */
async function until(waiting: number, done = () => false): Promise<void> {
  const question = `
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  for (;;) {
    const { rows } = await watcher.query<{ count: number }>(question)
    if (done() || (rows[0]?.count ?? 0) >= waiting) return
  }
}

describe('a push that comes while somebody leaves', () => {
  it('is refused, and puts nothing into the couple that was left', async () => {
    const { ana, ben, couple, genesis } = await newCouple(world)
    await hold('couples')
    const leave = nextCoupleLink([genesis], couple, ana, null)
    const leaving = call(world, deviceOf(ana), 'appendCoupleLink', { body: leave })
    await until(1)
    const pushing = push(world, deviceOf(ana), [cardOf(ana, couple, { move: MOVE })])
    await until(2)
    await letGo()
    expect((await leaving).status).toBe(200)
    expect((await pushing).body).toMatchObject({ results: [{ result: 'refused' }] })
    expect(await pullAll(world, deviceOf(ben))).toEqual([])
    expect(await world.store.read((tx) => tx.movesOf(couple), ben.id)).toEqual([])
  })

  it('and began before that is answered first', async () => {
    const { ana, ben, couple, genesis } = await newCouple(world)
    const answered: string[] = []
    await hold('feed_heads')
    const pushing = push(world, deviceOf(ana), [cardOf(ana, couple, { move: MOVE })])
    await until(1)
    const leave = nextCoupleLink([genesis], couple, ana, null)
    const both = [
      pushing.then(() => answered.push('pushed')),
      call(world, deviceOf(ana), 'appendCoupleLink', { body: leave }).then(() =>
        answered.push('left'),
      ),
    ]
    await until(2, () => answered.length > 0)
    await letGo()
    await Promise.all(both)
    expect(answered).toEqual(['pushed', 'left'])
    // Of a couple that was left the leaver's moves are gone.
    expect(await world.store.read((tx) => tx.movesOf(couple), ben.id)).toEqual([])
  })
})

describe('a push of a device that is being removed', () => {
  it('is refused', async () => {
    const ana = newPerson()
    addDevice(ana)
    await register(world, ana)
    const tablet = deviceOf(ana, 1)
    await hold('people')
    const body = revokeDevice(ana, tablet)
    const removing = call(world, deviceOf(ana), 'appendPersonLink', { body })
    await until(1)
    const pushing = push(world, tablet, [privateOf(ana, { device: tablet.id })])
    await until(2)
    await letGo()
    expect((await removing).status).toBe(200)
    expect((await pushing).reason).toBe('revoked')
    expect(await pullAll(world, deviceOf(ana))).toEqual([])
  })
})
