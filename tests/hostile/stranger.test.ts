import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type * as callers from '../../src/server/caller.ts'
import { ROUTES, type RouteName, TOKEN_HEADER } from '../../src/sync/api.ts'
import {
  addDevice,
  call,
  cardOf,
  deviceOf,
  newCouple,
  newGenesis,
  newPerson,
  newSigner,
  nextCoupleLink,
  type Person,
  privateOf,
  prove,
  push,
  random,
  register,
  requestFor,
  revokeDevice,
  type Signer,
} from '../api/client.ts'
import { openWorld, type World } from '../api/world.ts'
import { draw } from './chance.ts'
import { howMany, seed } from './scale.ts'

/**
 * A stranger, with an account or without, who knows every id of the two and asks every route for what is
 * theirs: not one foreign byte, and never a bug of ours.
 */

const off = vi.hoisted(() => ({ door: null as callers.Device | null }))
vi.mock('../../src/server/caller.ts', async (original) => {
  const real = await original<typeof callers>()
  const admit: typeof real.admit = (...visit) =>
    off.door ? Promise.resolve({ caller: off.door }) : real.admit(...visit)
  return { ...real, admit }
})

const GENERATED = howMany(600, 100_000)
const NAMES = (Object.keys(ROUTES) as RouteName[]).filter((name) => name !== 'pokes')
const SECRET_TIME = '2026-03-02T19:00:07Z'

let world: World
let ana: Person
let ben: Person
let couple: string
let foreign: string[]
let who: Record<string, () => Signer | null>
beforeAll(async () => {
  const many = { burst: 1e9, perSecond: 1e9 }
  world = await openWorld({ person: many, address: many })
  ;({ ana, ben, couple } = await newCouple(world))
  const move = { kind: 'pursue', at: SECRET_TIME } as const
  const records = [privateOf(ana), privateOf(ana), cardOf(ana, couple, { move })]
  await push(world, deviceOf(ana), records)
  const files = [ana, ben].flatMap(({ keys }) => Object.values(keys))
  foreign = [
    ...records.flatMap(({ sealed, tag }) => [sealed.slice(0, 60), tag]),
    ...files.map((file) => file.slice(0, 60)),
    SECRET_TIME,
  ]
  who = await twelveOthers()
}, 60_000)
afterAll(() => world.close())

async function twelveOthers(): Promise<Record<string, () => Signer | null>> {
  const [account, silent, revoking, deleted] = [newPerson(), newPerson(), newPerson(), newPerson()]
  addDevice(revoking)
  for (const person of [account, silent, revoking, deleted]) await register(world, person)
  const gone = deviceOf(revoking, 1)
  const body = revokeDevice(revoking, gone)
  await call(world, deviceOf(revoking), 'appendPersonLink', { body })
  await push(world, deviceOf(account), [privateOf(account)])
  await call(world, deviceOf(deleted), 'deleteAccount', { body: { person: deleted.id } })
  const [other, left] = [await newCouple(world), await newCouple(world)]
  const leave = nextCoupleLink([left.genesis], left.couple, left.ana, null)
  await call(world, deviceOf(left.ana), 'appendCoupleLink', { body: leave })
  const unknown = newSigner()
  return {
    'nobody at all': () => null,
    'a key that nobody has': () => unknown,
    'a new key each time': newSigner,
    'somebody with an account': () => deviceOf(account),
    'somebody who never wrote': () => deviceOf(silent),
    'somebody in another couple': () => deviceOf(other.ana),
    'somebody who has left': () => deviceOf(left.ana),
    'somebody who was left': () => deviceOf(left.ben),
    'a device that was revoked': () => gone,
    'somebody who was deleted': () => deviceOf(deleted),
    'a proof for another place': () => deviceOf(account),
    'a proof without its signature': () => deviceOf(account),
  }
}

/** A well-formed request that names what belongs to the two. */
function aimAt(name: RouteName) {
  const { link, keys } = newGenesis(ana, ben)
  const bodies: Partial<Record<RouteName, unknown>> = {
    register: { chain: ana.chain, keys: {} },
    push: { records: [cardOf(ana, couple), privateOf(ana)] },
    deleteAccount: { person: ana.id },
    appendCoupleLink: { link, keys },
    appendPersonLink: { link: ana.chain[0], keys: random(200) },
    createMailbox: { id: random(16), token: random(32), lives: 'link', message: random(64) },
    leaveMessage: { message: random(64) },
  }
  const asked = { params: { id: couple, slot: 1 }, headers: { [TOKEN_HEADER]: random(32) } }
  return name in bodies ? { ...asked, body: bodies[name] } : asked
}

async function ask(kind: string, name: RouteName, what: Parameters<typeof requestFor>[3]) {
  const signer = who[kind]?.() ?? null
  const request = requestFor(world, signer, name, what)
  const proof = request.headers.get('dpop')
  if (signer && kind === 'a proof for another place') {
    const iat = Math.floor(world.clock() / 1000)
    request.headers.set('dpop', prove(signer, { htm: 'GET', htu: '/api/health', iat }))
  } else if (proof && kind === 'a proof without its signature') {
    request.headers.set('dpop', proof.slice(0, proof.lastIndexOf('.') + 1))
  }
  const response = await world.fetch(request)
  const text = `${await response.text()} ${JSON.stringify([...response.headers])}`
  return { status: response.status, found: foreign.filter((each) => text.includes(each)) }
}

it(`gets nothing from ${NAMES.length} routes as any of twelve`, async () => {
  expect(Object.keys(who)).toHaveLength(12)
  for (const kind of Object.keys(who)) {
    for (const name of NAMES) {
      const { status, found } = await ask(kind, name, aimAt(name))
      expect([kind, name, found, status < 500]).toEqual([kind, name, [], true])
    }
  }
  expect((await call(world, deviceOf(ana), 'pull')).body.rows).toHaveLength(3)
})

it(`gets nothing from ${GENERATED} requests made by chance`, async () => {
  const chance = draw(seed)
  const odd: unknown[] = [
    null,
    '',
    -1,
    1e308,
    [],
    {},
    true,
    'A'.repeat(22),
    '\u0000',
    couple,
    ana.id,
  ]
  const spoil = (value: unknown, depth = 0): unknown => {
    if (chance.below(6) === 0 || depth > 4) return chance.of(odd)
    if (Array.isArray(value)) return value.map((each) => spoil(each, depth + 1))
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, each]) => [key, spoil(each, depth + 1)])
    return Object.fromEntries(entries)
  }
  const fields = ['after', 'before', 'limit', 'incarnation', 'now']
  const texts = ['0', '1', '-1', '1e9', 'NaN', couple, world.store.incarnation]
  for (let n = 0; n < GENERATED; n += 1) {
    const [kind, name] = [chance.of(Object.keys(who)), chance.of(NAMES)]
    const aimed = aimAt(name)
    const asked = fields.filter(() => chance.below(3) === 0)
    const what = {
      params: { id: chance.of([couple, ana.id, random(16), 'x']), slot: chance.below(10) },
      query: Object.fromEntries(asked.map((field) => [field, chance.of(texts)])),
      headers: chance.below(2) === 0 ? aimed.headers : {},
      ...('body' in aimed
        ? { body: JSON.stringify(chance.below(4) === 0 ? aimed.body : spoil(aimed.body)) }
        : {}),
    }
    const { status, found } = await ask(kind, name, what)
    if (status >= 500 || found.length > 0) {
      expect({ n, kind, name, status, found }).toEqual('nothing foreign, and no bug')
    }
  }
  expect(world.lines.filter((line) => line.level === 'error')).toEqual([])
}, 3_600_000)

it('would get the journal, where the door took everybody for her', async () => {
  const { key, id } = deviceOf(ana)
  off.door = { key, person: ana.id, device: id }
  const found = new Set<string>()
  for (const name of ['pull', 'membership', 'moves'] as const) {
    for (const each of (await ask('nobody at all', name, aimAt(name))).found) found.add(each)
  }
  off.door = null
  // All but Ben's own key file, which is his even then.
  expect(found.size).toBe(foreign.length - 1)
})
