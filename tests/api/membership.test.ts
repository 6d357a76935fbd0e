import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/server/app.ts'
import {
  addDevice,
  call,
  deviceOf,
  newCouple,
  newDevice,
  newGenesis,
  newPerson,
  nextCoupleLink,
  type Person,
  privateOf,
  push,
  random,
  register,
  revokeDevice,
  signWith,
} from './client.ts'
import { listenTo } from './pokes.ts'
import { openWorld, type World } from './world.ts'

/** Chains: who speaks for whom, and who belongs to whom. */

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const copyOf = (person: Person): Person => ({
  ...person,
  chain: [...person.chain],
  devices: [...person.devices],
  keys: { ...person.keys },
})
const append = (person: Person, body: object) =>
  call(world, deviceOf(person), 'appendPersonLink', { body })
const found = (person: Person, { link, keys }: { link: object; keys: string }) =>
  call(world, deviceOf(person), 'appendCoupleLink', { body: { link, keys } })

describe('registering', () => {
  it('again answers again', async () => {
    const ana = newPerson()
    const first = await register(world, ana)
    expect((await register(world, ana)).body).toEqual(first.body)
  })

  it('brings back the links that a restored database has lost', async () => {
    const ana = newPerson()
    await register(world, ana)
    addDevice(ana)
    addDevice(ana)
    const answer = await register(world, ana, deviceOf(ana, 2))
    expect(answer.body).toMatchObject({ device: deviceOf(ana, 2).id })
    const { body } = await call(world, deviceOf(ana, 1), 'membership')
    expect(body).toMatchObject({ person: ana.chain, keys: ana.keys, couple: null, partner: null })
  })

  it('with an older chain changes nothing', async () => {
    const ana = newPerson()
    const before = copyOf(ana)
    addDevice(ana)
    await register(world, ana)
    expect((await register(world, before)).status).toBe(200)
    expect((await call(world, deviceOf(ana), 'membership')).body.person).toEqual(ana.chain)
  })

  it('with a chain that parts from the known one is not believed', async () => {
    const ana = newPerson()
    const fork = copyOf(ana)
    addDevice(ana)
    await register(world, ana)
    addDevice(fork)
    expect(await register(world, fork)).toMatchObject({ status: 409, reason: 'distrusted' })
  })

  it.each<[string, (ana: Person) => unknown]>([
    ['a signature of somebody else', (ana) => ({ ...ana.chain[0], sig: random(64) })],
    ['another recovery key', (ana) => ({ ...ana.chain[0], recovery: random(32) })],
    ['another device', (ana) => ({ ...ana.chain[0], device: newDevice().keys })],
  ])('with %s is not believed', async (_, change) => {
    const ana = newPerson()
    const body = { chain: [change(ana)], keys: ana.keys }
    expect(await call(world, deviceOf(ana), 'register', { body })).toMatchObject({
      status: 409,
      reason: 'distrusted',
    })
    expect((await call(world, deviceOf(ana), 'membership')).reason).toBe('unknown-device')
  })

  it('by a device that is not in the chain, or no longer, is refused', async () => {
    const ana = newPerson()
    expect(await register(world, ana, newDevice())).toMatchObject({ reason: 'distrusted' })
    addDevice(ana)
    revokeDevice(ana, deviceOf(ana, 1))
    expect(await register(world, ana, deviceOf(ana, 1))).toMatchObject({ reason: 'revoked' })
  })

  it('without the key files that the links name is refused', async () => {
    const ana = newPerson()
    const { chain } = ana
    const [digest = ''] = Object.keys(ana.keys)
    for (const keys of [{}, { [digest]: random(200) }]) {
      const answer = await call(world, deviceOf(ana), 'register', { body: { chain, keys } })
      expect(answer).toMatchObject({ status: 400, reason: 'malformed' })
    }
  })

  it('takes back a key that somebody else has put into their own chain', async () => {
    const ana = newPerson()
    const eve = newPerson()
    await register(world, eve)
    const { keys } = deviceOf(ana)
    await append(eve, addDevice(eve, { ...newDevice(), keys }))
    expect((await call(world, deviceOf(ana), 'membership')).body.person).toEqual(eve.chain)
    expect((await register(world, ana)).body.person).toBe(ana.id)
    expect((await call(world, deviceOf(ana), 'membership')).body.person).toEqual(ana.chain)
  })
})

describe('a device', () => {
  it('that was added speaks for its person, and adding it again changes nothing', async () => {
    const ana = newPerson()
    await register(world, ana)
    const added = addDevice(ana, newDevice(), deviceOf(ana))
    const answer = await append(ana, added)
    expect(answer.body).toMatchObject({ person: ana.chain, keys: ana.keys })
    expect((await append(ana, added)).body).toEqual(answer.body)
    expect((await push(world, deviceOf(ana, 1), [privateOf(ana)])).status).toBe(200)
  })

  it('that was revoked speaks no more, and its stream ends', async () => {
    const ana = newPerson()
    addDevice(ana)
    await register(world, ana)
    const stream = await listenTo(world, deviceOf(ana, 1))
    await stream.next()
    expect((await append(ana, revokeDevice(ana, deviceOf(ana, 1)))).status).toBe(200)
    expect(await stream.next()).toBe(null)
    const again = addDevice(copyOf(ana), newDevice(), deviceOf(ana, 1))
    expect(await append(ana, again)).toMatchObject({ status: 409, reason: 'distrusted' })
    expect(await call(world, deviceOf(ana, 1), 'membership')).toMatchObject({ reason: 'revoked' })
    expect(
      (await push(world, deviceOf(ana), [privateOf(ana, { epoch: 2 })])).body.results,
    ).toMatchObject([{ result: 'accepted' }])
  })

  it('that is revoked while it asks for a stream gets none', async () => {
    const ana = newPerson()
    addDevice(ana)
    await register(world, ana)
    const tablet = deviceOf(ana, 1)
    const gone = revokeDevice(ana, tablet)
    const { store, hub, clock } = world
    const app = createApp({
      // Right after the door has found the device in order.
      store: {
        ...store,
        findDevice: async (key) => {
          const found = await store.findDevice(key)
          if (key === tablet.key) await append(ana, gone)
          return found
        },
      },
      hub,
      clock,
      log: () => {},
      version: '0',
    })
    const between = { clock, fetch: async (request: Request) => app.fetch(request) }
    expect(await call(between, tablet, 'pokes')).toMatchObject({ reason: 'revoked' })
    expect(hub.size).toBe(0)
  })

  it.each<[string, (ana: Person) => object]>([
    ['out of order', (ana) => addDevice({ ...copyOf(ana), chain: newPerson().chain })],
    ['signed by nobody in the chain', (ana) => addDevice(copyOf(ana), newDevice(), newDevice())],
    [
      'with a first link again',
      (ana) => ({ link: newPerson().chain[0], keys: Object.values(ana.keys)[0] }),
    ],
    ['revoked with a wrong epoch', (ana) => revokeDevice(copyOf(ana), deviceOf(ana), 5)],
    [
      'with the signing key of another',
      (ana) =>
        addDevice(copyOf(ana), {
          ...newDevice(),
          keys: { sign: deviceOf(ana).key, box: random(32) },
        }),
    ],
  ])('link %s is not believed, and changes nothing', async (_, make) => {
    const ana = newPerson()
    await register(world, ana)
    const answer = await append(ana, make(ana))
    expect([400, 409]).toContain(answer.status)
    expect((await call(world, deviceOf(ana), 'membership')).body.person).toEqual(ana.chain)
  })
})

describe('a couple', () => {
  it('is founded once, by either of the two, and again is the same', async () => {
    const { ana, ben, genesis } = await newCouple(world)
    const { body } = await call(world, deviceOf(ben), 'membership')
    const answer = await found(ben, { link: genesis, keys: body.keys[genesis.keys] })
    expect(answer.body.couple).toEqual([genesis])
    expect((await call(world, deviceOf(ana), 'membership')).body.couple).toEqual([genesis])
  })

  it('never shows one the key files of the other', async () => {
    const { ana, ben } = await newCouple(world)
    const { body } = await call(world, deviceOf(ben), 'membership')
    for (const digest of Object.keys(ana.keys)) expect(body.keys).not.toHaveProperty(digest)
  })

  it('is not founded by a third, with a stranger, or while one is in another', async () => {
    const { ana, ben } = await newCouple(world)
    const eve = newPerson()
    const stranger = newPerson()
    await register(world, eve)
    expect(await found(eve, newGenesis(ana, ben))).toMatchObject({
      status: 403,
      reason: 'not-yours',
    })
    expect(await found(eve, newGenesis(eve, stranger))).toMatchObject({ reason: 'distrusted' })
    expect(await found(eve, newGenesis(eve, ana))).toMatchObject({ reason: 'already-paired' })
    expect((await call(world, deviceOf(eve), 'membership')).body.couple).toBe(null)
  })

  it('is not founded with a signature that only one has given', async () => {
    const ana = newPerson()
    const eve = newPerson()
    await register(world, ana)
    await register(world, eve)
    const { link, keys } = newGenesis(ana, eve)
    const forged = link.signed.map((by) =>
      by.person === ana.id ? { ...by, sig: signWith(deviceOf(eve), Buffer.from('no')) } : by,
    )
    const answer = await found(eve, { link: { ...link, signed: forged }, keys })
    expect(answer).toMatchObject({ status: 409, reason: 'distrusted' })
  })

  it('raises its epoch, is left by one, and never opens again', async () => {
    const { ana, ben, couple, genesis } = await newCouple(world)
    const epoch = nextCoupleLink([genesis], couple, ben, 2)
    const raised = await call(world, deviceOf(ben), 'appendCoupleLink', { body: epoch })
    expect(raised.body.couple).toEqual([genesis, epoch.link])
    const again = await call(world, deviceOf(ana), 'appendCoupleLink', { body: epoch })
    expect(again.status).toBe(200)
    const back = nextCoupleLink([genesis], couple, ana, 2)
    expect(await call(world, deviceOf(ana), 'appendCoupleLink', { body: back })).toMatchObject({
      reason: 'distrusted',
    })
    const left = nextCoupleLink([genesis, epoch.link], couple, ana, null)
    expect((await call(world, deviceOf(ana), 'appendCoupleLink', { body: left })).status).toBe(200)
    const late = nextCoupleLink([genesis, epoch.link, left.link], couple, ben, 3)
    expect(await call(world, deviceOf(ben), 'appendCoupleLink', { body: late })).toMatchObject({
      reason: 'closed',
    })
    const next = newGenesis(ana, ben)
    expect((await found(ana, next)).body.couple).toEqual([next.link])
  })

  it('gets no link from a third', async () => {
    const { couple, genesis } = await newCouple(world)
    const eve = newPerson()
    await register(world, eve)
    const body = nextCoupleLink([genesis], couple, eve, null)
    expect(await call(world, deviceOf(eve), 'appendCoupleLink', { body })).toMatchObject({
      reason: 'no-couple',
    })
  })
})
