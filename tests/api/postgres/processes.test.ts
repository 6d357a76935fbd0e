import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../../e2e/server.ts'
import {
  addDevice,
  call,
  cardOf,
  deviceOf,
  editOf,
  newCouple,
  newDevice,
  privateOf,
  pullAll,
  push,
  requestFor,
  revokeDevice,
  send,
  type Server,
} from '../client.ts'
import { listenTo } from '../pokes.ts'
import { openWorld, type World } from '../world.ts'

/** Two real processes behind one balancer that is not there: a phone may ask either at any time. */

let world: World
let running: readonly RunningServer[]
let left: Server
let right: Server
beforeAll(async () => {
  world = await openWorld()
  await world.lose()
  const env = { DATABASE_URL: world.address }
  running = await Promise.all([startServer({ env }), startServer({ env })])
  const [one, other] = running.map(
    ({ url }): Server => ({
      clock: Date.now,
      fetch: (request) => {
        const { pathname, search } = new URL(request.url)
        return fetch(new Request(`${url}${pathname}${search}`, request))
      },
    }),
  )
  left = one as Server
  right = other as Server
})
afterAll(async () => {
  await Promise.all(running.map((server) => server.remove()))
  await world.close()
})

describe('two processes on one database', () => {
  it('know the same people, and one pokes whoever listens at the other', async () => {
    const { ana, ben, couple } = await newCouple(left)
    const his = await listenTo(right, deviceOf(ben))
    const { incarnation } = (await his.next()) as { incarnation: string }
    const card = cardOf(ana, couple)
    await push(left, deviceOf(ana), [privateOf(ana), card])
    expect(await his.next()).toEqual({
      incarnation,
      prev: 0,
      seq: 1,
      rows: [{ seq: 1, record: card }],
    })
    // And only what is his: her private push is silence, her next card comes next.
    await push(left, deviceOf(ana), [privateOf(ana)])
    const edit = editOf(card)
    await push(right, deviceOf(ana), [edit])
    expect(await his.next()).toMatchObject({ prev: 1, seq: 2, rows: [{ seq: 2, record: edit }] })
    await his.close()
  })

  it('do not poke the phone that pushed, wherever it listens', async () => {
    const { ana, ben, couple } = await newCouple(left)
    const hers = await listenTo(right, deviceOf(ana))
    await hers.next()
    await push(left, deviceOf(ana), [cardOf(ana, couple)])
    const his = cardOf(ben, couple)
    await push(left, deviceOf(ben), [his])
    expect(await hers.next()).toMatchObject({ prev: 1, rows: [{ seq: 2, record: his }] })
    await hers.close()
  })

  it('end the stream of a device that was revoked at the other', async () => {
    const { ana } = await newCouple(left)
    const lost = newDevice()
    await call(left, deviceOf(ana), 'appendPersonLink', { body: addDevice(ana, lost) })
    const stream = await listenTo(right, lost)
    await stream.next()
    await call(left, deviceOf(ana), 'appendPersonLink', { body: revokeDevice(ana, lost) })
    expect(await stream.next()).toBe(null)
  })

  it('accept a proof once between them', async () => {
    const { ana } = await newCouple(left)
    const request = requestFor(left, deviceOf(ana), 'pull')
    expect((await send(left, request.clone())).status).toBe(200)
    expect(await send(right, request.clone())).toMatchObject({ status: 401, reason: 'replayed' })
  })

  it('number without gaps or doubles, whoever pushes where', async () => {
    const { ana, ben, couple } = await newCouple(left)
    const pushes = Array.from({ length: 80 }, (_, i) => {
      const author = i % 3 === 0 ? ben : ana
      const records = [cardOf(author, couple), ...(i % 5 === 0 ? [privateOf(author)] : [])]
      return push(i % 2 ? left : right, deviceOf(author), records)
    })
    const answers = await Promise.all(pushes)
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
    for (const [person, count] of [
      [ana, 80 + [...pushes.keys()].filter((i) => i % 5 === 0 && i % 3 !== 0).length],
      [ben, 80 + [...pushes.keys()].filter((i) => i % 5 === 0 && i % 3 === 0).length],
    ] as const) {
      const rows = await pullAll(left, deviceOf(person))
      expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: count }, (_, i) => i + 1))
      expect(new Set(rows.map((row) => row.record.id)).size).toBe(count)
    }
  })
})
