import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TOKEN_HEADER } from '../../src/sync/api.ts'
import { toBytes, toText } from '../../src/sync/bytes.ts'
import { createHash } from 'node:crypto'
import {
  call,
  cardOf,
  danceOf,
  deviceOf,
  newCouple,
  newGenesis,
  newPerson,
  privateOf,
  pullAll,
  push,
  random,
  register,
} from './client.ts'
import { listenTo } from './pokes.ts'
import { openWorld, type World } from './world.ts'

/** What two people do, from the first request to the loop they see. */

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const hashOf = (token: string) => toText(createHash('sha256').update(toBytes(token)).digest())

describe('two people', () => {
  it('keep their journals apart before they are paired', async () => {
    const ana = newPerson()
    const answer = await register(world, ana)
    expect(answer.body).toEqual({
      person: ana.id,
      device: deviceOf(ana).id,
      incarnation: world.store.incarnation,
    })
    const record = privateOf(ana)
    const pushed = await push(world, deviceOf(ana), [record])
    expect(pushed.body).toMatchObject({
      prev: 0,
      seq: 1,
      results: [{ result: 'accepted', seq: 1 }],
    })
    expect(await pullAll(world, deviceOf(ana))).toEqual([{ seq: 1, record }])
  })

  it('meet through a mailbox and found a couple', async () => {
    const ana = newPerson()
    const ben = newPerson()
    await register(world, ana)
    await register(world, ben)
    const token = random(32)
    const id = random(16)
    const headers = { [TOKEN_HEADER]: token }
    const first = random(100)
    const opened = await call(world, deviceOf(ana), 'createMailbox', {
      body: { id, token: hashOf(token), lives: 'link', message: first },
    })
    expect(opened.body).toMatchObject({ claimed: false, messages: [first, ...blanks(7)] })

    const seen = await call(world, deviceOf(ben), 'readMailbox', { params: { id }, headers })
    expect(seen.body.messages[0]).toBe(first)
    const reply = random(100)
    const left = await call(world, deviceOf(ben), 'leaveMessage', {
      params: { id, slot: 1 },
      headers,
      body: { message: reply },
    })
    expect(left.body).toMatchObject({ claimed: true, messages: [first, reply, ...blanks(6)] })

    const { link, keys, id: couple } = newGenesis(ana, ben)
    const founded = await call(world, deviceOf(ben), 'appendCoupleLink', { body: { link, keys } })
    expect(founded.body).toMatchObject({ couple: [link], partner: ana.chain })
    const membership = await call(world, deviceOf(ana), 'membership')
    expect(membership.body).toEqual({
      person: ana.chain,
      couple: [link],
      partner: ben.chain,
      keys: { ...ana.keys, [link.keys]: keys },
      partnerDeleted: false,
    })
    const card = cardOf(ana, couple)
    await push(world, deviceOf(ana), [card])
    expect(await pullAll(world, deviceOf(ben))).toEqual([{ seq: 1, record: card }])
  })

  it('see on both phones the loop the API sees', async () => {
    const { ana, ben, couple } = await newCouple(world)
    for (const { id, author, ...move } of danceOf(ana.id, ben.id)) {
      const person = author === ana.id ? ana : ben
      await push(world, deviceOf(person), [cardOf(person, couple, { id, move })])
    }
    const moves = await call(world, deviceOf(ana), 'moves')
    expect(moves.body.seq).toBe(6)
    expect(moves.body.moves.map((move: { kind: string }) => move.kind)).toEqual([
      'trigger',
      'pursue',
      'withdraw',
      'pursue',
      'withdraw',
      'repair',
    ])
    const hers = await call(world, deviceOf(ana), 'cycles')
    const his = await call(world, deviceOf(ben), 'cycles')
    expect(hers.body).toEqual(his.body)
    expect(hers.body.now).toBe('2026-03-08T12:00:00.000Z')
    expect(hers.body.cycles).toMatchObject([{ pursuer: ana.id, withdrawer: ben.id }])
  })
})

describe('a poke', () => {
  it('brings a card to the partner and to the other phone of its author', async () => {
    const { ana, ben, couple } = await newCouple(world)
    const his = await listenTo(world, deviceOf(ben))
    expect(await his.next()).toEqual({
      incarnation: world.store.incarnation,
      prev: 0,
      seq: 0,
      rows: [],
    })
    const card = cardOf(ana, couple)
    await push(world, deviceOf(ana), [privateOf(ana), privateOf(ana), card])
    expect(await his.next()).toEqual({
      incarnation: world.store.incarnation,
      prev: 0,
      seq: 1,
      rows: [{ seq: 1, record: card }],
    })
    await his.close()
    expect(world.hub.size).toBe(0)
  })

  it('carries no rows when they would be too many', async () => {
    const { ana, ben, couple } = await newCouple(world)
    const his = await listenTo(world, deviceOf(ben))
    await his.next()
    await push(
      world,
      deviceOf(ana),
      Array.from({ length: 50 }, () => ({ ...cardOf(ana, couple), sealed: 'A'.repeat(5515) })),
    )
    expect(await his.next()).toMatchObject({ prev: 0, seq: 50, rows: [] })
    await his.close()
  })

  it('does not come back to the phone that pushed', async () => {
    const { ana, couple } = await newCouple(world)
    const hers = await listenTo(world, deviceOf(ana))
    await hers.next()
    await push(world, deviceOf(ana), [cardOf(ana, couple)])
    world.hub.beat()
    world.hub.close()
    expect(await hers.next()).toBe(null)
    expect(hers.text.endsWith('rows":[]}\n\n:\n\n')).toBe(true)
  })
})

const blanks = (count: number) => Array.from({ length: count }, () => null)
