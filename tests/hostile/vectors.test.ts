import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compare } from '../../src/device/couple/comparison.ts'
import { openSeed } from '../../src/device/identity.ts'
import { deviceCommitment } from '../../src/device/person/linking-messages.ts'
import { mailboxKeys, openMessage } from '../../src/device/couple/mailbox.ts'
import { readWords } from '../../src/device/person/phrase.ts'
import { openVault } from '../../src/device/vault.ts'
import { ENVELOPE_VERSION, type Envelope, digestEnvelope } from '../../src/sync/envelope.ts'
import {
  coupleChainSchema,
  digestLink,
  personChainSchema,
  verifyCouple,
  verifyPerson,
} from '../../src/sync/membership.ts'
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
  text,
} from './independent.ts'

/**
 * Frozen vectors: what version 1 made of fixed inputs must open for ever, by this code and by a program
 * that shares none of it. Nothing in `vectors.json` is ever edited; a version 2 adds to it.
 */

// The file is data of known shape; what matters of it is checked below.
// oxlint-disable-next-line typescript/no-explicit-any
const v: any = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'))
const envelopes = v.envelopes as { v: number; envelope: Envelope; body: object; digest: string }[]

const headOf = (e: Envelope): unknown[] => {
  const bound = [e.id, e.author, e.couple, e.audience, e.epoch, e.device, e.rev, e.base, e.deleted]
  return ['tideline-envelope', e.v, ...bound]
}
const moveOf = ({ move }: Envelope) =>
  move && [move.kind, move.at, move.intensity ?? null, move.triggers ?? null]
const keyFor = ({ audience, epoch }: Envelope): Buffer =>
  bytes(v.keyring[audience].find((each: { epoch: number }) => each.epoch === epoch).key)

describe('an independent program', () => {
  it('derives root and recovery key from the seed, and ids from them', () => {
    for (const person of v.persons) {
      const seed = bytes(person.seed)
      const root = publicOf(privateKey('ed25519', derive(seed, 'tideline/v1/root')))
      const recovery = publicOf(privateKey('x25519', derive(seed, 'tideline/v1/recovery')))
      expect([root, recovery]).toEqual([person.root, person.recovery])
      expect(digest(['tideline-person-id', root, recovery])).toBe(person.id)
      const { sign, box } = person.device
      expect(publicOf(privateKey('ed25519', bytes(person.signPrivate)))).toBe(sign)
      expect(digest(['tideline-device-id', sign, box])).toBe(person.deviceId)
    }
  })

  it.each(envelopes)(
    'opens an envelope of version $v: $envelope.audience, epoch $envelope.epoch',
    (each) => {
      const { envelope, body } = each
      const key = derive(keyFor(envelope), 'tideline/v1/seal')
      const plain = openXChaCha(key, bytes(envelope.sealed), canonical(headOf(envelope)))
      expect(JSON.parse(plain.toString())).toEqual(body)
      expect([512, 1024, 2048, 4096, 8192, 16384, 32768, 65536]).toContain(plain.length)
      const tagged = [...headOf(envelope), moveOf(envelope), envelope.sealed]
      const newest = derive(bytes(v.keyring.me.at(-1).key), 'tideline/v1/tag')
      expect(text(mac(newest, canonical(tagged)).subarray(0, 16))).toBe(envelope.tag)
      expect(digest([...tagged, envelope.tag])).toBe(each.digest)
      expect(() =>
        openXChaCha(key, bytes(envelope.sealed), canonical([...headOf(envelope), 1])),
      ).toThrow()
    },
  )

  it('derives the id of a card', () => {
    const { type, subject, id } = v.derivedId
    const key = derive(bytes(v.keyring.me[0].key), 'tideline/v1/id')
    expect(text(mac(key, canonical(['tideline-id', type, subject])).subarray(0, 16))).toBe(id)
  })

  it('opens every wrapped key file, with a device’s key and with the recovery key', () => {
    const [person] = v.persons
    const device = privateKey('x25519', bytes(person.boxPrivate))
    const recovery = privateKey('x25519', derive(bytes(person.seed), 'tideline/v1/recovery'))
    for (const { file, digest: named, holds } of v.keyFiles) {
      expect(digest(['tideline-keys', file])).toBe(named)
      for (const key of [device, recovery]) {
        expect(JSON.parse(openAge(bytes(file), key)?.toString() ?? 'null')).toEqual(holds)
      }
      expect(openAge(bytes(file), privateKey('x25519', Buffer.alloc(32, 7)))).toBeNull()
    }
  })

  it('checks every signature of the chains', () => {
    const [person, device, revoke] = v.chains.first
    const parts = [
      [
        'tideline-person',
        1,
        person.root,
        person.recovery,
        person.device.sign,
        person.device.box,
        1,
        person.keys,
        'root',
      ],
      [
        'tideline-device',
        1,
        device.prev,
        device.device.sign,
        device.device.box,
        device.keys,
        device.by,
      ],
      ['tideline-revoke', 1, revoke.prev, revoke.device, revoke.epoch, revoke.keys, revoke.by],
    ]
    const [owner, partner] = v.persons
    const signers = [owner.root, owner.device.sign, owner.device.sign]
    for (const [n, link] of v.chains.first.entries()) {
      expect(isSigned(signers[n], canonical(parts[n]), link.sig)).toBe(true)
      expect(digest(parts[n])).toBe(v.links[n])
    }
    const [genesis, epoch, leave] = v.chains.couple
    const couple = [
      ['tideline-genesis', 1, genesis.members, genesis.nonce, 1, genesis.heads, genesis.keys],
      ['tideline-epoch', 1, epoch.couple, epoch.prev, epoch.epoch, epoch.heads, epoch.keys],
      ['tideline-leave', 1, leave.couple, leave.prev],
    ]
    expect(digest(couple[0])).toBe(v.chains.coupleId)
    for (const [n, link] of v.chains.couple.entries()) {
      for (const by of link.signed) {
        const key = [owner, partner].find((each) => each.id === by.person).device.sign
        expect(isSigned(key, canonical(couple[n]), by.sig)).toBe(true)
      }
    }
  })

  it('opens a mailbox and its message', () => {
    const { secret, id, token, slot, message, opens } = v.mailbox
    const part = (purpose: string, length: number) =>
      derive(bytes(secret), `tideline/v1/mailbox/${purpose}`, length)
    expect([text(part('id', 16)), text(part('token', 32))]).toEqual([id, token])
    const plain = openXChaCha(
      part('seal', 32),
      bytes(message),
      canonical(['tideline-message', 1, id, slot]),
    )
    expect(JSON.parse(plain.toString())).toEqual(opens)
  })
})

describe('this code', () => {
  it('opens every envelope there ever was, and one of the newest version is among them', async () => {
    const [person] = v.persons
    const random = (length: number) => new Uint8Array(length)
    const vault = openVault(
      { person: person.id, device: person.deviceId, keyring: v.keyring },
      random,
    )
    for (const { envelope, body, digest: named } of envelopes) {
      expect(vault.open(envelope)).toMatchObject({ ok: true, body })
      expect(digestEnvelope(envelope)).toBe(named)
    }
    expect(envelopes.map((each) => each.v)).toContain(ENVELOPE_VERSION)
    expect(vault.deriveId(v.derivedId.type, v.derivedId.subject)).toBe(v.derivedId.id)
  })

  it('reads the twelve words, and derives the same from them', async () => {
    for (const person of v.persons) {
      const read = await readWords(person.words)
      if (!read.ok) throw new Error(read.reason)
      expect(text(read.seed)).toBe(person.seed)
      expect(await openSeed(read.seed, crypto.subtle)).toMatchObject({
        root: person.root,
        recovery: person.recovery,
      })
    }
  })

  it('believes the chains', async () => {
    const check = (key: string, data: Uint8Array, sig: string) =>
      Promise.resolve(isSigned(key, data, sig))
    const own = await verifyPerson(personChainSchema.parse(v.chains.first), check)
    const partner = await verifyPerson(personChainSchema.parse(v.chains.second), check)
    if (!own.ok || !partner.ok) throw new Error('not believed')
    const chain = coupleChainSchema.parse(v.chains.couple)
    const couple = await verifyCouple(chain, [own.value, partner.value], check)
    expect(couple).toMatchObject({
      ok: true,
      value: { id: v.chains.coupleId, epoch: 2, closed: true },
    })
    const links = [...v.chains.first, ...v.chains.second, ...v.chains.couple]
    expect(links.map(digestLink)).toEqual(v.links)
  })

  it('compares and commits as it did', () => {
    const { comparison } = v.pairing
    expect(compare(comparison.parts)).toEqual({ signs: comparison.signs, code: comparison.code })
    expect(deviceCommitment(v.linking.nonce, v.linking.device)).toBe(v.linking.commitment)
    const { nonce, links, is } = v.pairing.commitment
    expect(digest(['tideline-commit', nonce, ...links])).toBe(is)
    const keys = mailboxKeys(v.mailbox.secret)
    const messages = [null, null, null, v.mailbox.message]
    expect(openMessage(keys, { expiresAt: '', claimed: true, messages }, 3)).toEqual(
      v.mailbox.opens,
    )
  })
})
