import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../../src/journal/body.ts'
import type { Entry } from '../../../src/journal/entry.ts'
import { toBytes, toText } from '../../../src/sync/bytes.ts'
import {
  additionalData,
  digestEnvelope,
  type Envelope,
  type EnvelopeHead,
} from '../../../src/sync/envelope.ts'
import { openVault, type Vault } from '../../../src/device/vault.ts'
import { entryAt, moveAt } from '../../people.ts'

const id = (byte: number) => toText(new Uint8Array(16).fill(byte))
const key = (byte: number) => toText(new Uint8Array(32).fill(byte))
const us = [{ couple: id(9), epoch: 1, key: key(7) }]

/** Nonces that count, so that a vector can be frozen. */
const counting = () => {
  let count = 0
  return (bytes: number) => new Uint8Array(bytes).fill((count += 1))
}
const first = (): Vault =>
  openVault(
    { person: id(1), device: id(2), keyring: { me: [{ epoch: 1, key: key(3) }], us } },
    counting(),
  )
const second = (): Vault =>
  openVault(
    { person: id(4), device: id(5), keyring: { me: [{ epoch: 1, key: key(6) }], us } },
    counting(),
  )

const head = (over: Partial<EnvelopeHead> = {}): EnvelopeHead => ({
  v: 1,
  id: id(8),
  author: id(1),
  couple: id(9),
  audience: 'us',
  epoch: 1,
  device: id(2),
  rev: 1,
  base: null,
  deleted: false,
  ...over,
})
const mine = head({ audience: 'me', couple: null })

const card: Card = {
  type: 'card',
  move: moveAt(0, 'withdraw', { intensity: 2 }),
  words: { note: 'went for a walk' },
  write: 1,
  stands: [[id(2), 1]],
}
const sealed = (vault = first(), over: Partial<EnvelopeHead> = {}): Envelope => {
  const envelope = vault.seal(head(over), card, card.move)
  if (!envelope) throw new Error('too long')
  return envelope
}

describe('an envelope', () => {
  it('opens for both, and says the same', () => {
    const envelope = sealed()
    expect(first().open(envelope)).toMatchObject({ ok: true, body: card })
    expect(second().open(envelope)).toMatchObject({ ok: true, body: card })
  })

  it('is opened by anyone who has the key and the specification', () => {
    const envelope = sealed()
    const subkey = hkdf(sha256, toBytes(key(7)), undefined, utf8ToBytes('tideline/v1/seal'), 32)
    const bytes = toBytes(envelope.sealed)
    const plain = xchacha20poly1305(
      subkey,
      bytes.subarray(0, 24),
      additionalData(envelope),
    ).decrypt(bytes.subarray(24))
    expect(plain).toHaveLength(512)
    expect(JSON.parse(new TextDecoder().decode(plain))).toEqual(card)
  })

  it('of version 1 is frozen', () => {
    expect(digestEnvelope(sealed())).toMatchInlineSnapshot(`"DND4ruP9QWDoEtZUYZZeag"`)
    expect(first().deriveId('card', 'x/1')).toMatchInlineSnapshot(`"PKL2nVU8Iq3gs5PxyUScqg"`)
    expect(sealed().tag).toMatchInlineSnapshot(`"rRElv6sUwEZnOyZVcPgpsw"`)
  })

  const other = moveAt(0, 'pursue', { intensity: 2 })
  it.each<[string, Partial<Envelope>, string, string]>([
    ['another kind in the readable move', { move: other }, 'forged', 'rewritten'],
    ['another author', { author: id(4) }, 'forged', 'forged'],
    ['another record', { id: id(11) }, 'forged', 'forged'],
    ['another revision', { rev: 2 }, 'forged', 'forged'],
    ['another base', { base: id(12) }, 'forged', 'forged'],
    ['another device', { device: id(13) }, 'forged', 'forged'],
    ['a delete made up', { deleted: true }, 'forged', 'forged'],
    ['an epoch nobody has', { epoch: 2 }, 'no-key', 'no-key'],
    ['a couple nobody knows', { couple: id(14) }, 'no-key', 'no-key'],
    ['another tag', { tag: id(15) }, 'forged', 'opens'],
    ['other ciphertext', { sealed: toText(new Uint8Array(552).fill(1)) }, 'forged', 'forged'],
  ])('with %s is noticed', (_, change, author, partner) => {
    const envelope = { ...sealed(), ...change } as Envelope
    const verdict = (vault: Vault) => {
      const opened = vault.open(envelope)
      // What was opened just before is remembered, and nothing else is taken for it.
      if (!vault.open(sealed()).ok) throw new Error('the true one opens')
      expect(vault.open(envelope)).toEqual(opened)
      return opened.ok ? 'opens' : opened.reason
    }
    expect(verdict(change.author ? second() : first())).toBe(author)
    if (!change.author) expect(verdict(second())).toBe(partner)
  })

  it('may come without its readable copy: absent is fine', () => {
    expect(second().open({ ...sealed(), move: null })).toMatchObject({ ok: true, body: card })
  })

  it('made by the partner in my name is noticed by my devices', () => {
    expect(first().open(sealed(second(), { author: id(1) }))).toEqual({
      ok: false,
      reason: 'forged',
    })
  })

  it('has the same size whether the entry is private or waits to open', () => {
    const words = { note: 'x'.repeat(150) }
    const open = {
      with: 'us',
      number: 1,
      opens: 'morning',
      opensAt: '2026-03-03T08:00:00.000Z',
      words: ['note'],
    } as const
    const lengths = [
      entryAt(0, 'pursue', { words }),
      entryAt(0, 'pursue', { words, sharing: { ...open, words: [...open.words] } }),
    ].map((entry: Entry) => first().seal(mine, entry, null)?.sealed.length)
    expect(lengths[0]).toBe(lengths[1])
  })

  it('refuses a body that fits no size class', () => {
    expect(
      first().seal(mine, entryAt(0, 'pursue', { words: { note: 'é'.repeat(40_000) } }), null),
    ).toBeNull()
  })
})

describe('what stays on the phone', () => {
  it('opens for its owner only', () => {
    const text = first().sealLocal('half written')
    expect(first().openLocal(text)).toBe('half written')
    expect(second().openLocal(text)).toBeNull()
    expect(first().openLocal('nothing')).toBeNull()
  })
})
