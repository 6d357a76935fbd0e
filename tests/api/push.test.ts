import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestEnvelope, type Envelope } from '../../src/sync/envelope.ts'
import {
  addDevice,
  call,
  cardOf,
  danceOf,
  deviceOf,
  editOf,
  newCouple,
  newPerson,
  nextCoupleLink,
  type Person,
  privateOf,
  pullAll,
  push,
  random,
  register,
  revokeDevice,
  tombstoneOf,
} from './client.ts'
import { openWorld, type World } from './world.ts'

/** What becomes of the records of a push. */

let world: World
let ana: Person
let ben: Person
let couple: string
beforeEach(async () => {
  world = await openWorld()
  ;({ ana, ben, couple } = await newCouple(world))
})
afterEach(() => world.close())

const pushAs = async (person: Person, ...records: Envelope[]) =>
  (await push(world, deviceOf(person), records)).body
const leave = async (person: Person) => {
  const { body } = await call(world, deviceOf(person), 'membership')
  return call(world, deviceOf(person), 'appendCoupleLink', {
    body: nextCoupleLink(body.couple, couple, person, null),
  })
}

describe('an edit', () => {
  it('of what is current takes its place and moves to a new number', async () => {
    const card = cardOf(ana, couple)
    await pushAs(ana, card, privateOf(ana))
    const edit = editOf(card)
    expect(await pushAs(ana, edit)).toMatchObject({
      prev: 2,
      seq: 3,
      results: [{ result: 'accepted', rev: 2, seq: 3 }],
    })
    expect(await pullAll(world, deviceOf(ben))).toEqual([{ seq: 2, record: edit }])
  })

  it('of something else is stale, and learns what is current and where', async () => {
    const card = cardOf(ana, couple)
    const [one, other] = [editOf(card), editOf(card)]
    await pushAs(ana, card, one)
    const answer = await pushAs(ana, other)
    expect(answer).toMatchObject({
      prev: 2,
      seq: 2,
      results: [{ id: card.id, rev: 2, result: 'stale', seq: 2, current: one }],
    })
    const merged = editOf(one)
    expect((await pushAs(ana, merged)).results).toMatchObject([{ result: 'accepted', seq: 3 }])
  })

  it('of a chain of edits in one batch is judged in order', async () => {
    const card = cardOf(ana, couple)
    const edit = editOf(card)
    const again = editOf(edit)
    const { results } = await pushAs(ana, card, edit, again)
    expect(results).toMatchObject([{ seq: 1 }, { seq: 2 }, { seq: 3 }])
    expect(await pullAll(world, deviceOf(ben))).toEqual([{ seq: 3, record: again }])
  })
})

describe('a replay', () => {
  it('is acknowledged again and changes nothing, even when it was overtaken', async () => {
    const card = cardOf(ana, couple)
    const edit = editOf(card)
    await pushAs(ana, card)
    await pushAs(ana, edit)
    for (const record of [card, edit, card]) {
      expect(await pushAs(ana, record)).toMatchObject({
        prev: 2,
        seq: 2,
        results: [{ result: 'accepted', rev: record.rev, seq: 2 }],
      })
    }
    expect(await pullAll(world, deviceOf(ben))).toEqual([{ seq: 2, record: edit }])
  })

  it('within one batch counts once', async () => {
    const card = cardOf(ana, couple)
    expect(await pushAs(ana, card, card)).toMatchObject({
      prev: 0,
      seq: 1,
      results: [{ seq: 1 }, { seq: 1 }],
    })
  })

  it('is acknowledged after the couple was closed', async () => {
    const card = cardOf(ana, couple)
    await pushAs(ana, card)
    await leave(ben)
    expect((await pushAs(ana, card)).results).toMatchObject([{ result: 'accepted', seq: 1 }])
  })
})

describe('a delete', () => {
  it('beats an edit made at the same time, whichever comes first', async () => {
    const card = cardOf(ana, couple)
    const [edit, gone] = [editOf(card), tombstoneOf(card)]
    await pushAs(ana, card, edit)
    expect((await pushAs(ana, gone)).results).toMatchObject([{ result: 'accepted' }])
    expect((await pushAs(ana, editOf(edit))).results).toMatchObject([
      { result: 'stale', current: gone },
    ])
    expect((await pullAll(world, deviceOf(ben))).map(({ record }) => record)).toEqual([gone])
  })

  it('takes the move out of what the API reads', async () => {
    const [first] = danceOf(ana.id, ben.id)
    const card = cardOf(ana, couple, { move: { kind: 'pursue', at: first?.at ?? '' } })
    await pushAs(ana, card)
    expect((await call(world, deviceOf(ben), 'moves')).body.moves).toHaveLength(1)
    const before = await call(world, deviceOf(ben), 'cycles')
    await pushAs(ana, tombstoneOf(card))
    expect((await call(world, deviceOf(ben), 'moves')).body).toEqual({ seq: 2, moves: [] })
    const after = await call(world, deviceOf(ben), 'cycles')
    expect(before.body.seq).toBe(1)
    expect(after.body).toMatchObject({ seq: 2, cycles: [], mutual: [] })
  })

  it('of a card still goes through when the couple is closed, and nothing else does', async () => {
    const card = cardOf(ana, couple)
    await pushAs(ana, card)
    expect((await leave(ana)).status).toBe(200)
    const { results } = await pushAs(ana, editOf(card), cardOf(ana, couple), tombstoneOf(card))
    expect(results).toMatchObject([
      { result: 'refused', reason: 'closed' },
      { result: 'refused', reason: 'closed' },
      { result: 'accepted', seq: 2 },
    ])
    expect(await pullAll(world, deviceOf(ben))).toMatchObject([
      { seq: 2, record: { deleted: true } },
    ])
  })
})

describe('a record of a batch is refused', () => {
  const cases: [string, string, () => Envelope][] = [
    ["another's", 'not-yours', () => privateOf(ana, { author: ben.id })],
    ["another's card", 'not-yours', () => cardOf(ben, couple)],
    ['from a device that is not in the chain', 'unknown-device', () => device(random(16))],
    ["from the partner's device", 'unknown-device', () => device(deviceOf(ben).id)],
    ['of an epoch that has not come', 'epoch', () => privateOf(ana, { epoch: 2 })],
    ['card of an epoch that has not come', 'epoch', () => cardOf(ana, couple, { epoch: 2 })],
    ['card for no couple', 'no-couple', () => cardOf(ana, random(16))],
  ]
  const device = (id: string) => privateOf(ana, { device: id })

  it.each(cases)('%s: %s, and the others go on', async (_, reason, make) => {
    const before = privateOf(ana)
    const after = cardOf(ana, couple)
    expect((await pushAs(ana, before, make(), after)).results).toMatchObject([
      { result: 'accepted', seq: 1 },
      { result: 'refused', reason },
      { result: 'accepted', seq: 2 },
    ])
  })

  it('for a couple of two others: no-couple, as if there were none', async () => {
    const others = await newCouple(world)
    const { results } = await pushAs(ana, cardOf(ana, others.couple))
    expect(results).toMatchObject([{ result: 'refused', reason: 'no-couple' }])
  })

  it('with an id that a card of the partner bears: id-taken', async () => {
    const card = cardOf(ben, couple)
    await pushAs(ben, card)
    const { results } = await pushAs(ana, cardOf(ana, couple, { id: card.id }))
    expect(results).toMatchObject([{ result: 'refused', reason: 'id-taken' }])
  })

  it('with an id of a private record of the partner: it is not, and nothing is learnt', async () => {
    const record = privateOf(ben)
    await pushAs(ben, record)
    const { results } = await pushAs(ana, cardOf(ana, couple, { id: record.id }))
    expect(results).toMatchObject([{ result: 'accepted' }])
  })

  it('when it changes its audience: audience', async () => {
    const record = privateOf(ana)
    await pushAs(ana, record)
    const card = cardOf(ana, couple, { id: record.id, rev: 2, base: digestEnvelope(record) })
    expect((await pushAs(ana, card)).results).toMatchObject([
      { result: 'refused', reason: 'audience' },
    ])
  })
})

describe('devices', () => {
  it('of one person each hear of the other, and old envelopes of a revoked one come back', async () => {
    const { link, keys } = addDevice(ana)
    await call(world, deviceOf(ana), 'appendPersonLink', { body: { link, keys } })
    const tablet = deviceOf(ana, 1)
    const record = privateOf(ana, { device: tablet.id })
    expect((await push(world, tablet, [record])).status).toBe(200)
    const revoked = revokeDevice(ana, tablet)
    await call(world, deviceOf(ana), 'appendPersonLink', { body: revoked })
    expect(await push(world, tablet, [privateOf(ana)])).toMatchObject({
      status: 403,
      reason: 'revoked',
    })
    const old = privateOf(ana, { device: tablet.id })
    expect((await pushAs(ana, old)).results).toMatchObject([{ result: 'accepted', seq: 2 }])
  })

  it('bring back later revisions to a database that never saw the first', async () => {
    const lost = privateOf(ana, { rev: 7, base: random(16) })
    expect((await pushAs(ana, lost)).results).toMatchObject([{ result: 'accepted', rev: 7 }])
  })
})

describe('many at once', () => {
  it('are numbered without a gap in both feeds', async () => {
    const cards = Array.from({ length: 40 }, (_, i) => cardOf(i % 2 ? ana : ben, couple))
    await Promise.all(cards.map((card) => pushAs(card.author === ana.id ? ana : ben, card)))
    const rows = await pullAll(world, deviceOf(ana))
    expect(rows.map(({ seq }) => seq)).toEqual(cards.map((_, i) => i + 1))
    expect(await pullAll(world, deviceOf(ben))).toEqual(rows)
  })

  it('of one id leave one current, and tell the others', async () => {
    const card = cardOf(ana, couple)
    await pushAs(ana, card)
    const edits = Array.from({ length: 10 }, () => editOf(card))
    const answers = await Promise.all(edits.map((edit) => pushAs(ana, edit)))
    const results = answers.map((answer) => answer.results[0].result)
    expect(results.filter((result) => result === 'accepted')).toHaveLength(1)
    expect(results.filter((result) => result === 'stale')).toHaveLength(9)
  })
})

it('a stranger without a person is told so', async () => {
  const eve = newPerson()
  expect(await push(world, deviceOf(eve), [privateOf(eve)])).toMatchObject({
    status: 401,
    reason: 'unknown-device',
  })
  await register(world, eve)
  expect((await push(world, deviceOf(eve), [privateOf(eve)])).status).toBe(200)
})
