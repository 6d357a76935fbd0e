import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TOKEN_HEADER } from '../../src/sync/api.ts'
import { toBytes, toText } from '../../src/sync/bytes.ts'
import { call, newSigner, random, type Signer } from './client.ts'
import { openWorld, type World } from './world.ts'

/** A mailbox: opened by one, claimed by one other, each slot written once. */

let world: World
let creator: Signer
let guest: Signer
let box: { id: string; token: string }
beforeEach(async () => {
  world = await openWorld()
  creator = newSigner()
  guest = newSigner()
  box = { id: random(16), token: random(32) }
})
afterEach(() => world.close())

const hashOf = (token: string) => toText(createHash('sha256').update(toBytes(token)).digest())
const bodyOf = (lives = 'code', message = random(64)) => ({
  id: box.id,
  token: hashOf(box.token),
  lives,
  message,
})
const create = (body: object, signer = creator) => call(world, signer, 'createMailbox', { body })
const read = (token: string | undefined = box.token, id = box.id) =>
  call(world, guest, 'readMailbox', {
    params: { id },
    headers: token === undefined ? {} : { [TOKEN_HEADER]: token },
  })
const leave = (signer: Signer, slot: number | string, message = random(64)) =>
  call(world, signer, 'leaveMessage', {
    params: { id: box.id, slot },
    headers: { [TOKEN_HEADER]: box.token },
    body: { message },
  })

describe('opening', () => {
  it('again with the same is the same, and with anything else is taken', async () => {
    const body = bodyOf()
    const first = await create(body)
    world.advance(1000)
    expect((await create(body)).body).toEqual(first.body)
    for (const other of [
      { ...body, message: random(64) },
      { ...body, token: random(32) },
      { ...body, lives: 'link' },
    ]) {
      expect(await create(other)).toMatchObject({ status: 409, reason: 'taken' })
    }
    expect(await create(body, guest)).toMatchObject({ status: 409, reason: 'taken' })
  })
})

describe('reading', () => {
  it('consumes nothing', async () => {
    await create(bodyOf())
    const { body } = await read()
    expect((await read()).body).toEqual(body)
    expect(body.claimed).toBe(false)
  })

  it('without its token tells nothing, not even that it is there', async () => {
    await create(bodyOf())
    const wrong = await read(random(32))
    const none = await read(random(32), random(16))
    expect([wrong.status, wrong.body]).toEqual([none.status, none.body])
    expect(wrong).toMatchObject({ status: 404, reason: 'not-found' })
    for (const token of ['', 'short', undefined]) {
      const answer = await call(world, guest, 'readMailbox', {
        params: { id: box.id },
        headers: token === undefined ? {} : { [TOKEN_HEADER]: token },
      })
      expect(answer).toMatchObject({ status: 403, reason: 'wrong-token' })
    }
  })
})

describe('slots', () => {
  it('are even for the creator and odd for whoever claims, each written once', async () => {
    await create(bodyOf())
    const message = random(64)
    expect(await leave(creator, 1)).toMatchObject({ status: 403, reason: 'not-yours' })
    expect(await leave(guest, 3)).toMatchObject({ reason: 'not-yours' })
    expect((await leave(guest, 1, message)).body).toMatchObject({ claimed: true })
    expect((await leave(guest, 1, message)).status).toBe(200)
    expect(await leave(guest, 1)).toMatchObject({ status: 409, reason: 'taken' })
    expect(await leave(newSigner(), 1)).toMatchObject({ reason: 'taken' })
    expect(await leave(newSigner(), 3)).toMatchObject({ reason: 'taken' })
    expect(await leave(guest, 2)).toMatchObject({ reason: 'not-yours' })
    expect(await leave(creator, 0)).toMatchObject({ reason: 'taken' })
    expect((await leave(creator, 2)).status).toBe(200)
    expect((await leave(guest, 7)).status).toBe(200)
    const { body } = await read()
    expect(body.messages.map((text: string | null) => text !== null)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      true,
    ])
  })

  it('are claimed by one of many who come at once', async () => {
    await create(bodyOf('link'))
    const answers = await Promise.all(Array.from({ length: 50 }, () => leave(newSigner(), 1)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.reason === 'taken')).toHaveLength(49)
  })

  it.each(['8', '9', '-1', '1.5', 'x', '01', '1e0'])('have no place %s', async (slot) => {
    await create(bodyOf())
    expect(await leave(guest, slot)).toMatchObject({ status: 400, reason: 'malformed' })
  })
})

describe('the end', () => {
  const MINUTE = 60_000
  const DAY = 24 * 60 * MINUTE

  it('of a code comes after 15 minutes, of a link after 7 days', async () => {
    const { body } = await create(bodyOf('code'))
    expect(Date.parse(body.expiresAt) - world.clock()).toBe(15 * MINUTE)
    box = { id: random(16), token: random(32) }
    const link = await create(bodyOf('link'))
    expect(Date.parse(link.body.expiresAt) - world.clock()).toBe(7 * DAY)
  })

  it('is told to those with the token, and a day later nothing is left', async () => {
    await create(bodyOf())
    world.advance(15 * MINUTE)
    expect(await read()).toMatchObject({ status: 410, reason: 'expired' })
    expect(await leave(guest, 1)).toMatchObject({ reason: 'expired' })
    world.advance(DAY + 1)
    const { id } = box
    box = { id: random(16), token: random(32) }
    await create(bodyOf())
    expect(await read(box.token, id)).toMatchObject({ status: 404 })
  })

  it('is put off by claiming, so that two who have met can finish', async () => {
    await create(bodyOf('code'))
    world.advance(14 * MINUTE)
    const { body } = await leave(guest, 1)
    expect(Date.parse(body.expiresAt) - world.clock()).toBe(7 * DAY)
    world.advance(6 * DAY)
    expect((await leave(creator, 2)).status).toBe(200)
  })
})
