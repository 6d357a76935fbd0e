import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { AuthoredMove, Move } from '../../src/journal/move.ts'
import { ROUTES, type RouteName } from '../../src/sync/api.ts'
import { toText } from '../../src/sync/bytes.ts'
import { type Envelope, digestEnvelope } from '../../src/sync/envelope.ts'
import { SEAL_OVERHEAD, SIZE_CLASSES } from '../../src/sync/limits.ts'
import {
  type CoupleLink,
  coupleId,
  deviceId,
  type DeviceKeys,
  digestKeys,
  digestLink,
  type Genesis,
  type PersonLink,
  personId,
  type SignedBy,
  signedBytes,
} from '../../src/sync/membership.ts'
import type { Problem } from '../../src/sync/problem.ts'

/** Phones for the tests of the API: real keys, chains and proofs; what is sealed is random bytes. */

/** Anything that answers requests: the app in process, or one behind a port. */
export interface Server {
  readonly clock: () => number
  fetch(request: Request): Promise<Response>
}

export interface Answer {
  readonly status: number
  readonly reason: Problem['reason'] | null
  // Tests look into answers as they come; what they find there is what they check.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any
  readonly headers: Headers
}

export interface Call {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Signer {
  readonly key: string
  readonly privateKey: KeyObject
}

export interface Device extends Signer {
  readonly id: string
  readonly keys: DeviceKeys
}

/** A key of its own, as every device and every root has one. */
export function newSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { key: publicKey.export({ format: 'jwk' }).x as string, privateKey }
}

export const random = (bytes: number): string => toText(randomBytes(bytes))

export const newDevice = (): Device => {
  const signer = newSigner()
  const keys = { sign: signer.key, box: random(32) }
  return { ...signer, id: deviceId(keys), keys }
}

export const signWith = ({ privateKey }: Signer, bytes: Uint8Array): string =>
  sign(null, bytes, privateKey).toString('base64url')

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** A proof for one request; `claims` and `header` put something else into it. */
export function prove(
  signer: Signer,
  claims: { htm: string; htu: string; iat: number; jti?: string },
  header: object = {},
): string {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: signer.key }
  const said = `${encode({ typ: 'dpop+jwt', alg: 'EdDSA', jwk, ...header })}.${encode({ jti: random(16), ...claims })}`
  return `${said}.${signWith(signer, Buffer.from(said))}`
}

/** The request of a route, signed unless `signer` is null. */
export function requestFor(
  server: Server,
  signer: Signer | null,
  name: RouteName,
  { params = {}, query = {}, body, headers = {} }: Call = {},
): Request {
  const { method, path } = ROUTES[name]
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => String(params[key]))
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString()
  const htu = search ? `${filled}?${search}` : filled
  const iat = Math.floor(server.clock() / 1000)
  return new Request(`http://tideline.test${htu}`, {
    method,
    headers: { ...(signer ? { dpop: prove(signer, { htm: method, htu, iat }) } : {}), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

export async function send(server: Server, request: Request): Promise<Answer> {
  const response = await server.fetch(request)
  const body = (await response.json()) as { reason?: Problem['reason'] }
  return {
    status: response.status,
    reason: response.ok ? null : (body.reason ?? null),
    body,
    headers: response.headers,
  }
}

export const call = (
  server: Server,
  signer: Signer | null,
  name: RouteName,
  what?: Call,
): Promise<Answer> => send(server, requestFor(server, signer, name, what))

/** A person with their root, their devices and their chain; the first device is the one that speaks. */
export interface Person {
  readonly id: string
  readonly root: Signer
  readonly devices: Device[]
  readonly chain: PersonLink[]
  readonly keys: Record<string, string>
}

export function newPerson(device = newDevice()): Person {
  const root = newSigner()
  const recovery = random(32)
  const file = random(200)
  const unsigned = {
    type: 'person',
    v: 1,
    root: root.key,
    recovery,
    device: device.keys,
    epoch: 1,
    keys: digestKeys(file),
    by: 'root',
  } as const
  const link = { ...unsigned, sig: signWith(root, signedBytes(unsigned)) }
  const id = personId(root.key, recovery)
  return { id, root, devices: [device], chain: [link], keys: { [link.keys]: file } }
}

/** The person's first device, or another. */
export function deviceOf(person: Person, index = 0): Device {
  const device = person.devices[index]
  if (!device) throw new Error('no such device')
  return device
}

/** Writes a link that adds a device, and puts both into the person. */
export function addDevice(person: Person, device = newDevice(), by: Device | 'root' = 'root') {
  const file = random(200)
  const unsigned = {
    type: 'device',
    v: 1,
    prev: headOf(person),
    device: device.keys,
    keys: digestKeys(file),
    by: by === 'root' ? by : by.id,
  } as const
  const sig = signWith(by === 'root' ? person.root : by, signedBytes(unsigned))
  const link: PersonLink = { ...unsigned, sig }
  person.chain.push(link)
  person.devices.push(device)
  person.keys[link.keys] = file
  return { link, keys: file }
}

/** Writes a link that revokes a device. */
export function revokeDevice(person: Person, device: Device, epoch = 2) {
  const file = random(200)
  const unsigned = {
    type: 'revoke',
    v: 1,
    prev: headOf(person),
    device: device.id,
    epoch,
    keys: digestKeys(file),
    by: 'root',
  } as const
  const link: PersonLink = { ...unsigned, sig: signWith(person.root, signedBytes(unsigned)) }
  person.chain.push(link)
  person.keys[link.keys] = file
  return { link, keys: file }
}

export const headOf = ({ chain }: Person): string => digestLink(chain.at(-1) as PersonLink)

export async function register(server: Server, person: Person, device = deviceOf(person)) {
  const { chain, keys } = person
  return call(server, device, 'register', { body: { chain, keys } })
}

/** The couple of two persons, founded by a genesis that both have signed. */
export function newGenesis(
  one: Person,
  other: Person,
): { id: string; link: Genesis; keys: string } {
  const [left, right] = one.id < other.id ? [one, other] : [other, one]
  const keys = random(300)
  const unsigned = {
    type: 'genesis',
    v: 1,
    members: [left.id, right.id] as [string, string],
    nonce: random(16),
    epoch: 1,
    heads: [headOf(left), headOf(right)] as [string, string],
    keys: digestKeys(keys),
  } as const
  const bytes = signedBytes(unsigned)
  const by = (person: Person): SignedBy => {
    const device = deviceOf(person)
    return { person: person.id, device: device.id, sig: signWith(device, bytes) }
  }
  return { id: coupleId(unsigned), link: { ...unsigned, signed: [by(left), by(right)] }, keys }
}

/** A further link of a couple's chain, signed by one of them. */
export function nextCoupleLink(
  chain: readonly CoupleLink[],
  couple: string,
  person: Person,
  epoch: number | null,
  heads = headsOf(chain),
): { link: CoupleLink; keys: string | null } {
  const device = deviceOf(person)
  const prev = digestLink(chain.at(-1) as CoupleLink)
  const by = (bytes: Uint8Array): [SignedBy] => [
    { person: person.id, device: device.id, sig: signWith(device, bytes) },
  ]
  if (epoch === null) {
    const unsigned = { type: 'leave', v: 1, couple, prev } as const
    return { link: { ...unsigned, signed: by(signedBytes(unsigned)) }, keys: null }
  }
  const keys = random(300)
  const unsigned = {
    type: 'epoch',
    v: 1,
    couple,
    prev,
    epoch,
    heads,
    keys: digestKeys(keys),
  } as const
  return { link: { ...unsigned, signed: by(signedBytes(unsigned)) }, keys }
}

/** The heads that the last link of a couple's chain names. */
function headsOf(chain: readonly CoupleLink[]): [string, string] {
  const last = chain.findLast((link) => link.type !== 'leave')
  if (!last) throw new Error('no couple without a genesis')
  return last.heads
}

/** Two persons who are registered and paired. */
export async function newCouple(server: Server) {
  const ana = newPerson()
  const ben = newPerson()
  await register(server, ana)
  await register(server, ben)
  const genesis = newGenesis(ana, ben)
  const { link, keys } = genesis
  const founded = await call(server, deviceOf(ana), 'appendCoupleLink', { body: { link, keys } })
  if (founded.status !== 200) throw new Error(`not founded: ${founded.reason}`)
  return { ana, ben, couple: genesis.id, genesis: link }
}

export const sealed = (size: (typeof SIZE_CLASSES)[number] = 512): string =>
  random(size + SEAL_OVERHEAD)

type Changes = Partial<Omit<Envelope, 'audience' | 'couple' | 'move'>>

/** A private record of a person, as it goes over the wire. */
export const privateOf = (author: Person, changes: Changes = {}): Envelope => ({
  v: 1,
  id: random(16),
  author: author.id,
  couple: null,
  audience: 'me',
  epoch: 1,
  device: deviceOf(author).id,
  rev: 1,
  base: null,
  deleted: false,
  move: null,
  sealed: sealed(),
  tag: random(16),
  ...changes,
})

/** A card for both. */
export const cardOf = (
  author: Person,
  couple: string,
  changes: Changes & { move?: Move | null } = {},
): Envelope => ({
  ...privateOf(author),
  audience: 'us',
  couple,
  move: null,
  ...changes,
})

/** What comes after an envelope when it is edited. */
export const editOf = (
  envelope: Envelope,
  changes: Changes & { move?: Move | null } = {},
): Envelope =>
  ({
    ...envelope,
    rev: envelope.rev + 1,
    base: digestEnvelope(envelope),
    sealed: sealed(),
    tag: random(16),
    ...changes,
  }) as Envelope

export const tombstoneOf = (envelope: Envelope): Envelope =>
  editOf(envelope, { deleted: true, move: null })

export const push = (server: Server, device: Device, records: readonly unknown[]) =>
  call(server, device, 'push', { body: { records } })

/** Everything in the feed of a device's person, upwards. */
export async function pullAll(server: Server, device: Device) {
  const { body } = await call(server, device, 'pull', { query: { after: 0, limit: 500 } })
  return body.rows as { seq: number; record: Envelope }[]
}

/** A small dance, minutes apart. */
export function danceOf(ana: string, ben: string, from = Date.UTC(2026, 2, 1, 19)): AuthoredMove[] {
  const kinds = ['trigger', 'pursue', 'withdraw', 'pursue', 'withdraw', 'repair'] as const
  return kinds.map((kind, i) => ({
    id: random(16),
    author: kind === 'withdraw' ? ben : ana,
    kind,
    at: new Date(from + i * 20 * 60_000).toISOString().replace('.000', ''),
    intensity: 3,
  }))
}
