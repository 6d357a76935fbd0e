import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  call,
  cardOf,
  danceOf,
  deviceOf,
  newCouple,
  newGenesis,
  newPerson,
  nextCoupleLink,
  type Person,
  privateOf,
  pullAll,
  push,
  random,
  register,
  tombstoneOf,
} from './client.ts'
import { listenTo } from './pokes.ts'
import { openWorld, type World } from './world.ts'

/** What the API does when one of the two leaves, and when a person deletes their account. */

let world: World
let ana: Person
let ben: Person
let couple: string
let leaveLink: ReturnType<typeof nextCoupleLink>
beforeEach(async () => {
  world = await openWorld()
  const founded = await newCouple(world)
  ;({ ana, ben, couple } = founded)
  leaveLink = nextCoupleLink([founded.genesis], couple, ana, null)
})
afterEach(() => world.close())

const leave = (person = ana) =>
  call(world, deviceOf(person), 'appendCoupleLink', { body: leaveLink })
const remove = (person: Person, named = person.id) =>
  call(world, deviceOf(person), 'deleteAccount', { body: { person: named } })

async function dance() {
  const cards = danceOf(ana.id, ben.id).map(({ id, author, ...move }) =>
    cardOf(author === ana.id ? ana : ben, couple, { id, move }),
  )
  for (const person of [ana, ben]) {
    await push(
      world,
      deviceOf(person),
      cards.filter(({ author }) => author === person.id),
    )
  }
  return cards
}
const movesKept = (person: Person) => world.store.read((tx) => tx.movesOf(couple), person.id)

describe('leaving', () => {
  it('takes the leaver’s moves from the server at once, and the other’s when they have heard of it', async () => {
    const cards = await dance()
    expect((await movesKept(ben)).length).toBe(cards.length)
    expect((await leave()).status).toBe(200)
    expect((await movesKept(ben)).map(({ author }) => author)).not.toContain(ana.id)
    expect(await leave(ben)).toMatchObject({ status: 200 })
    expect(await movesKept(ben)).toEqual([])
    for (const name of ['moves', 'cycles'] as const) {
      const { body } = await call(world, deviceOf(ben), name)
      expect(body.moves ?? body.cycles).toEqual([])
    }
    // What is sealed stays with both, and what was acknowledged still is.
    const rows = await pullAll(world, deviceOf(ben))
    expect(rows.map(({ record }) => record.sealed).toSorted()).toEqual(
      cards.map(({ sealed }) => sealed).toSorted(),
    )
    expect(rows.map(({ record }) => record.move)).toEqual(cards.map(() => null))
    const again = await push(world, deviceOf(ana), [cards[0]])
    expect(again.body.results).toMatchObject([{ result: 'accepted' }])
  })

  it('tells the other nothing: no poke, and not a number in their feed', async () => {
    await dance()
    const stream = await listenTo(world, deviceOf(ben))
    const before = await stream.next()
    await leave()
    await push(world, deviceOf(ana), [privateOf(ana)])
    expect((await call(world, deviceOf(ben), 'pull')).body.head).toBe(before?.seq)
    world.hub.close()
    expect(await stream.next()).toBe(null)
  })

  it('is for good: nothing but a tombstone is taken, and a new couple is another one', async () => {
    const cards = await dance()
    await leave()
    const mine = cards.find(({ author }) => author === ana.id)
    if (!mine) throw new Error('no card')
    const pushed = await push(world, deviceOf(ana), [cardOf(ana, couple), tombstoneOf(mine)])
    expect(pushed.body.results).toMatchObject([{ reason: 'closed' }, { result: 'accepted' }])
    const { link, keys, id } = newGenesis(ana, ben)
    const anew = await call(world, deviceOf(ben), 'appendCoupleLink', { body: { link, keys } })
    expect(anew.status).toBe(200)
    expect(id).not.toBe(couple)
    expect((await push(world, deviceOf(ben), [cardOf(ben, couple)])).body.results).toMatchObject([
      { reason: 'closed' },
    ])
  })
})

describe('deleting an account', () => {
  it('takes rows and keys, from the other’s feed too, and can be done by its owner alone', async () => {
    const cards = await dance()
    await push(world, deviceOf(ana), [privateOf(ana)])
    expect(await remove(ana, ben.id)).toMatchObject({ status: 403, reason: 'not-yours' })
    expect(await remove(ana)).toMatchObject({ status: 409, reason: 'already-paired' })
    await leave()
    const head = (await call(world, deviceOf(ben), 'pull')).body.head
    expect(await remove(ana)).toMatchObject({ status: 200, body: { deleted: true } })
    expect(await call(world, deviceOf(ana), 'pull')).toMatchObject({ reason: 'unknown-device' })
    const rows = await pullAll(world, deviceOf(ben))
    expect(rows.map(({ record }) => record.id).toSorted()).toEqual(
      cards
        .filter(({ author }) => author === ben.id)
        .map(({ id }) => id)
        .toSorted(),
    )
    const { body } = await call(world, deviceOf(ben), 'membership')
    expect(body).toMatchObject({ partner: null, partnerDeleted: true })
    expect(body.couple).toHaveLength(2)
    // The other goes on: their own rows, their own numbers, their own withdrawal.
    const own = cards.find(({ author }) => author === ben.id)
    if (!own) throw new Error('no card')
    const pushed = await push(world, deviceOf(ben), [privateOf(ben), tombstoneOf(own)])
    expect(pushed.body).toMatchObject({ prev: head, seq: head + 2 })
  })

  it('is for good: no phone of theirs brings them back', async () => {
    await leave()
    await remove(ana)
    expect(await register(world, ana)).toMatchObject({ status: 410, reason: 'deleted' })
    const { link, keys } = newGenesis(ana, ben)
    const anew = await call(world, deviceOf(ben), 'appendCoupleLink', { body: { link, keys } })
    expect(anew).toMatchObject({ status: 409, reason: 'distrusted' })
  })

  it('closes the mailboxes they opened', async () => {
    const [id, token] = [random(16), random(32)]
    const opened = { id, token, lives: 'link', message: random(64) }
    await call(world, deviceOf(ana), 'createMailbox', { body: opened })
    await leave()
    await remove(ana)
    const again = await call(world, deviceOf(ben), 'createMailbox', { body: opened })
    expect(again.status).toBe(200)
  })

  it('of both leaves nothing of their couple', async () => {
    await leave()
    await remove(ana)
    await remove(ben)
    expect(await world.store.read((tx) => tx.findCouple(couple))).toBe(null)
  })

  it('of somebody who was never in a couple is one request', async () => {
    const cleo = newPerson()
    await register(world, cleo)
    await push(world, deviceOf(cleo), [privateOf(cleo)])
    expect((await remove(cleo)).status).toBe(200)
    expect(await register(world, cleo)).toMatchObject({ reason: 'deleted' })
  })
})
