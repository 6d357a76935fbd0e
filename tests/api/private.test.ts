import { expect, it } from 'vitest'
import type { Envelope } from '../../src/sync/envelope.ts'
import {
  call,
  cardOf,
  deviceOf,
  editOf,
  newCouple,
  privateOf,
  push,
  tombstoneOf,
} from './client.ts'
import { listenTo } from './pokes.ts'
import { openWorld } from './world.ts'

/** What one keeps to oneself changes nothing that the other can see: not a byte, not a number. */

/** All that Ben's phone is told while Ana logs, with or without entries that are hers alone. */
async function transcriptOf(isPrivateToo: boolean) {
  const world = await openWorld()
  const { ana, ben, couple } = await newCouple(world)
  const names = new Map<string, string>()
  const named = (text: string) => {
    for (const [name, value] of names) text = text.replaceAll(value, name)
    return text
  }
  for (const [name, value] of Object.entries({ ana: ana.id, ben: ben.id, couple })) {
    names.set(name, value)
  }
  names.set('incarnation', world.store.incarnation)
  const stream = await listenTo(world, deviceOf(ben))
  await stream.next()
  const told: unknown[] = []
  const shared: Envelope[] = []
  for (let i = 0; i < 12; i++) {
    if (isPrivateToo) {
      const kept = privateOf(ana)
      await push(world, deviceOf(ana), [kept, privateOf(ana)])
      await push(world, deviceOf(ana), [editOf(kept), privateOf(ana, { epoch: 9 })])
      await push(world, deviceOf(ana), [tombstoneOf(editOf(kept))])
    }
    const old = shared[i - 2]
    const at = `2026-03-0${1 + (i % 6)}T10:0${i % 10}:00Z`
    const next =
      i % 3 === 2 && old
        ? editOf(old)
        : cardOf(ana, couple, { move: { kind: i % 2 ? 'pursue' : 'repair', at } })
    shared.push(next)
    for (const field of ['id', 'sealed', 'tag', 'device'] as const) {
      if (![...names.values()].includes(next[field])) names.set(`${field} ${i}`, next[field])
    }
    if (next.base) names.set(`base ${i}`, next.base)
    // A push of both at once pokes Ben with what is his alone.
    await push(world, deviceOf(ana), isPrivateToo ? [privateOf(ana), next, privateOf(ana)] : [next])
    const theirs = cardOf(ben, couple)
    for (const field of ['id', 'sealed', 'tag', 'device'] as const) {
      if (![...names.values()].includes(theirs[field]))
        names.set(`his ${field} ${i}`, theirs[field])
    }
    const pushed = await push(world, deviceOf(ben), [theirs])
    told.push(pushed.body, await stream.next())
    for (const name of ['pull', 'moves', 'cycles', 'membership'] as const) {
      const { status, body, headers } = await call(world, deviceOf(ben), name)
      told.push(status, name === 'membership' ? Object.keys(body) : body, [...headers])
    }
    told.push((await call(world, null, 'health')).body)
  }
  world.hub.close()
  expect(await stream.next()).toBe(null)
  const answers = named(JSON.stringify([told, stream.text]))
  await world.close()
  return answers
}

it("the partner's feed, numbers, pokes and answers are the same with and without private entries", async () => {
  expect(await transcriptOf(true)).toBe(await transcriptOf(false))
})

it('nothing of a private entry is found in what the partner may ask for', async () => {
  const world = await openWorld()
  const { ana, ben, couple } = await newCouple(world)
  const kept = Array.from({ length: 20 }, () => privateOf(ana))
  await push(world, deviceOf(ana), [...kept, cardOf(ana, couple)])
  const asked = await Promise.all(
    (['pull', 'moves', 'cycles', 'membership'] as const).map((name) =>
      call(world, deviceOf(ben), name),
    ),
  )
  // An id that the partner happens to use tells nothing either.
  const tried = await push(
    world,
    deviceOf(ben),
    kept.map(({ id }) => cardOf(ben, couple, { id })),
  )
  const text = JSON.stringify([asked, tried.body])
  for (const { sealed, tag } of kept) {
    expect(text).not.toContain(sealed)
    expect(text).not.toContain(tag)
  }
  expect(tried.body.results.every(({ result }: { result: string }) => result === 'accepted')).toBe(
    true,
  )
  // And what is the author's alone, as the author's, is refused to everybody else.
  const forged = await push(world, deviceOf(ben), [{ ...privateOf(ben), author: ana.id }])
  expect(forged.body.results).toMatchObject([{ result: 'refused', reason: 'not-yours' }])
  await world.close()
})
