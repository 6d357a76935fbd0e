import { createHash, type KeyObject, randomBytes } from 'node:crypto'
import {
  bytes,
  canonical,
  derive,
  digest,
  isSigned,
  mac,
  openAge,
  openXChaCha,
  privateKey,
  publicOf,
  sealAge,
  sealXChaCha,
  signed,
  text,
} from './independent.ts'

/**
 * A client by somebody who has never seen our code: from the OpenAPI document and `src/sync/README.md`, with
 * `node:crypto` alone. It imports nothing of Tideline. What it stumbled over was missing in the document.
 */

// Answers are looked into as they come.
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any
type Fetch = (request: Request) => Promise<Response>

const ORIGIN = 'http://tideline.test'
const random = (length: number): string => text(randomBytes(length))
const SIZES = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]

function pad(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value))
  const size = SIZES.find((each) => each >= json.length) ?? json.length
  return Buffer.concat([json, Buffer.alloc(size - json.length, ' ')])
}

const personLink = (link: Json): unknown[] => {
  const { root, recovery, device, epoch, keys, by } = link
  return ['tideline-person', link.v, root, recovery, device.sign, device.box, epoch, keys, by]
}
const genesisLink = ({ v, members, nonce, epoch, heads, keys }: Json): unknown[] => [
  'tideline-genesis',
  v,
  members,
  nonce,
  epoch,
  heads,
  keys,
]
const personOf = ({ root, recovery }: Json): string =>
  digest(['tideline-person-id', root, recovery])
const deviceOf = ({ sign, box }: Json): string => digest(['tideline-device-id', sign, box])

export class Outsider {
  readonly #key: KeyObject
  readonly #box: KeyObject
  readonly #personal = randomBytes(32)
  readonly #first: Json
  readonly #files: Record<string, string>
  readonly #fetch: Fetch
  readonly #clock: () => number
  #paths: Json = null
  #secret: Buffer = Buffer.alloc(0)
  #nonce = random(16)
  #couple: { id: string; key: Buffer } | null = null
  #writes = 0
  readonly name: string
  readonly id: string

  constructor(name: string, fetch: Fetch, clock: () => number) {
    this.name = name
    this.#fetch = fetch
    this.#clock = clock
    const seed = randomBytes(16)
    const root = privateKey('ed25519', derive(seed, 'tideline/v1/root'))
    const recovery = publicOf(privateKey('x25519', derive(seed, 'tideline/v1/recovery')))
    this.#key = privateKey('ed25519', randomBytes(32))
    this.#box = privateKey('x25519', randomBytes(32))
    const device = { sign: publicOf(this.#key), box: publicOf(this.#box) }
    const holds = { me: [{ epoch: 1, key: text(this.#personal) }], us: [] }
    const file = text(sealAge(canonical(holds), [device.box, recovery]))
    const keys = digest(['tideline-keys', file])
    const shape = { type: 'person', v: 1, root: publicOf(root), recovery, device, epoch: 1, keys }
    const link = { ...shape, by: 'root' }
    this.#first = { ...link, sig: signed(root, canonical(personLink(link))) }
    this.#files = { [keys]: file }
    this.id = personOf(link)
  }

  get #device(): string {
    return deviceOf(this.#first.device)
  }

  async #call(operation: string, given: Json = {}): Promise<Json> {
    const { params = {}, query, body, token } = given
    if (!this.#paths) {
      const asked = await this.#fetch(new Request(`${ORIGIN}/api/openapi.json`))
      this.#paths = (await asked.json()).paths
    }
    for (const [path, methods] of Object.entries<Json>(this.#paths)) {
      for (const [name, { operationId }] of Object.entries<Json>(methods)) {
        if (operationId !== operation) continue
        const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => String(params[key]))
        const htu = query ? `${filled}?${new URLSearchParams(query).toString()}` : filled
        const method = name.toUpperCase()
        const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicOf(this.#key) }
        const iat = Math.floor(this.#clock() / 1000)
        const said = [
          { typ: 'dpop+jwt', alg: 'EdDSA', jwk },
          { htm: method, htu, iat, jti: random(16) },
        ]
        const jwt = said.map((part) => text(canonical(part))).join('.')
        const headers = {
          DPoP: `${jwt}.${signed(this.#key, Buffer.from(jwt))}`,
          'content-type': 'application/json',
          ...(token ? { 'tideline-token': token } : {}),
        }
        const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
        const answer = await this.#fetch(new Request(`${ORIGIN}${htu}`, init))
        const read = await answer.json()
        if (!answer.ok) throw new Error(`${operation}: ${read.reason}`)
        return read
      }
    }
    throw new Error(`not in the document: ${operation}`)
  }

  async register(): Promise<void> {
    await this.#call('register', { body: { chain: [this.#first], keys: this.#files } })
  }

  #mailbox(purpose: string, length: number): Buffer {
    return derive(this.#secret, `tideline/v1/mailbox/${purpose}`, length)
  }

  async #read(slot: number): Promise<Json> {
    const [id, token] = [text(this.#mailbox('id', 16)), text(this.#mailbox('token', 32))]
    const { messages } = await this.#call('readMailbox', { params: { id }, token })
    const data = canonical(['tideline-message', 1, id, slot])
    return JSON.parse(
      openXChaCha(this.#mailbox('seal', 32), bytes(messages[slot]), data).toString(),
    )
  }

  async #leave(slot: number, message: unknown): Promise<void> {
    const [id, token] = [text(this.#mailbox('id', 16)), text(this.#mailbox('token', 32))]
    const data = canonical(['tideline-message', 1, id, slot])
    const sealed = text(sealXChaCha(this.#mailbox('seal', 32), pad(message), data))
    await this.#call('leaveMessage', { params: { id, slot }, token, body: { message: sealed } })
  }

  /** Claims an invite. */
  async claim(link: string): Promise<void> {
    const [, fragment = ''] = link.split('/join#1')
    this.#secret = bytes(fragment)
    const chain = [this.#first]
    await this.#leave(1, { type: 'claim', name: this.name, nonce: this.#nonce, chain })
  }

  /** The six numbers to compare, once the other has shown what they had committed to. */
  async compare(): Promise<number[]> {
    const offer = await this.#read(0)
    const { nonce, chain } = await this.#read(2)
    const [first] = chain
    if (!isSigned(first.root, canonical(personLink(first)), first.sig)) throw new Error('forged')
    const links = chain.map((link: Json) => digest(personLink(link)))
    if (digest(['tideline-commit', nonce, ...links]) !== offer.commit) throw new Error('exchanged')
    const inviter = [offer.name, nonce, links]
    const joiner = [this.name, this.#nonce, [digest(personLink(this.#first))]]
    const parts = ['tideline-comparison', 1, 'pairing', offer.commit, inviter, joiner]
    const hash = createHash('sha256').update(canonical(parts)).digest()
    const bits = [...hash.subarray(0, 5)].map((each) => each.toString(2).padStart(8, '0')).join('')
    return Array.from({ length: 6 }, (_, n) => Number.parseInt(bits.slice(6 * n, 6 * n + 6), 2))
  }

  readonly confirm = (): Promise<void> => this.#leave(3, { type: 'confirm' })

  /** Signs the genesis, if it is of the two who compared, and takes its key. */
  async become(): Promise<void> {
    const { chain } = await this.#read(2)
    const { genesis, by, keys } = await this.#read(4)
    const [first] = chain
    const two = [personOf(first), this.id].toSorted()
    if (JSON.stringify(genesis.members) !== JSON.stringify(two)) throw new Error('somebody else')
    if (by.person !== personOf(first) || by.device !== deviceOf(first.device))
      throw new Error('by somebody else')
    const parts = canonical(genesisLink(genesis))
    if (!isSigned(first.device.sign, parts, by.sig)) throw new Error('not signed')
    if (digest(['tideline-keys', keys]) !== genesis.keys) throw new Error('another file')
    const mine = { person: this.id, device: this.#device, sig: signed(this.#key, parts) }
    const both = genesis.members[0] === this.id ? [mine, by] : [by, mine]
    await this.#call('appendCoupleLink', { body: { link: { ...genesis, signed: both }, keys } })
    const told = await this.#call('membership')
    const file = openAge(bytes(told.keys[genesis.keys]), this.#box)
    const [{ key }] = JSON.parse(file?.toString() ?? '{}').us
    this.#couple = { id: digest(genesisLink(genesis)), key: bytes(key) }
  }

  #ours(): { id: string; key: Buffer } {
    if (!this.#couple) throw new Error('alone')
    return this.#couple
  }

  #derived(type: string, subject: string): string {
    const key = derive(this.#personal, 'tideline/v1/id')
    return text(mac(key, canonical(['tideline-id', type, subject])).subarray(0, 16))
  }

  /** Pushes a record both may see, over an earlier one where there is one; answers its digest. */
  async share(
    { type, subject }: { type: string; subject: string },
    body: Json,
    { rev, base }: { rev: number; base: string | null } = { rev: 1, base: null },
  ): Promise<{ result: Json; digest: string }> {
    const { id: couple, key } = this.#ours()
    const id = this.#derived(type, subject)
    this.#writes += 1
    const held = { type, ...body, write: this.#writes, stands: [[this.#device, rev]] }
    const head = { v: 1, id, author: this.id, couple, audience: 'us', epoch: 1 }
    const envelope = { ...head, device: this.#device, rev, base, deleted: false }
    const data = ['tideline-envelope', ...Object.values(envelope)]
    const seal = derive(key, 'tideline/v1/seal')
    const sealed = text(sealXChaCha(seal, pad(held), canonical(data)))
    const move = body.move ?? null
    const said = move && [move.kind, move.at, move.intensity ?? null, move.triggers ?? null]
    const tagKey = derive(this.#personal, 'tideline/v1/tag')
    const tagged = [...data, said, sealed]
    const tag = text(mac(tagKey, canonical(tagged)).subarray(0, 16))
    const record = { ...envelope, move, sealed, tag }
    const { results } = await this.#call('push', { body: { records: [record] } })
    return { result: results[0], digest: digest([...tagged, tag]) }
  }

  readonly profile = (name: string, zone: string) =>
    this.share({ type: 'profile', subject: this.#ours().id }, { name, zone })

  /** What the other has shared and still stands, opened. */
  async pull(): Promise<Json[]> {
    const { id: couple, key } = this.#ours()
    const { rows } = await this.#call('pull')
    return rows.flatMap(({ record: r }: Json) => {
      if (r.couple !== couple || r.author === this.id || r.deleted) return []
      const bound = [r.author, r.couple, r.audience, r.epoch, r.device, r.rev, r.base, r.deleted]
      const data = canonical(['tideline-envelope', r.v, r.id, ...bound])
      const body = openXChaCha(derive(key, 'tideline/v1/seal'), bytes(r.sealed), data)
      return [{ move: r.move, ...JSON.parse(body.toString()) }]
    })
  }
}
