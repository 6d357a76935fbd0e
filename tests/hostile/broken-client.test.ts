import { expect, it, vi } from 'vitest'
import { openVault, type Vault } from '../../src/device/vault.ts'
import type * as envelopes from '../../src/sync/envelope.ts'
import { digestEnvelope, type Envelope, envelopeSchema } from '../../src/sync/envelope.ts'
import { SEAL_OVERHEAD, SIZE_CLASSES } from '../../src/sync/limits.ts'
import { deviceOf, newCouple, push, random } from '../api/client.ts'
import { openWorld } from '../api/world.ts'
import { moveAt } from '../people.ts'
import { draw, type Draw } from './chance.ts'
import { howMany, seed } from './scale.ts'

/**
 * A broken client, or somebody on the way: envelopes that were right once, changed in ways that know the
 * schema. What is no envelope any more the server refuses whole; what still looks like one no phone opens.
 */

const off = vi.hoisted(() => ({ additionalData: false }))
vi.mock('../../src/sync/envelope.ts', async (original) => {
  const real = await original<typeof envelopes>()
  const additionalData = (head: envelopes.EnvelopeHead) =>
    off.additionalData ? new Uint8Array() : real.additionalData(head)
  return { ...real, additionalData }
})

const MUTATED = howMany(2500, 1_000_000)
/** One in so many goes through the server as well. */
const AT_SERVER = 100

const bytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))
const couple = random(16)
const us = [{ couple, epoch: 1, key: random(32) }]
const vaultOf = (): Vault =>
  openVault(
    {
      person: random(16),
      device: random(16),
      keyring: { me: [{ epoch: 1, key: random(32) }], us },
    },
    bytes,
  )
const [author, partner] = [vaultOf(), vaultOf()]

function sealOne(isShared: boolean): Envelope {
  const move = moveAt(0, 'pursue', { intensity: 3, triggers: ['tone'] })
  const head = {
    v: 1 as const,
    id: random(16),
    author: author.person,
    device: author.device,
    epoch: 1,
    rev: 1,
    base: null,
    deleted: false,
  }
  const shared = { write: 1, stands: [[author.device, 1]] as [string, number][] }
  const envelope = isShared
    ? author.seal(
        { ...head, audience: 'us', couple },
        { type: 'card', move, words: { note: 'n' }, ...shared },
        move,
      )
    : author.seal(
        { ...head, audience: 'me', couple: null },
        { type: 'entry', move, words: {}, sharing: { with: 'me', number: 0, loops: true } },
        null,
      )
  if (!envelope) throw new Error('it fits')
  return envelope
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** One character of a text becomes another one. The last stays in the class of those that may end it. */
function flip(text: string, chance: Draw): string {
  const at = chance.below(text.length - 1)
  const other = LETTERS.split('').filter((letter) => letter !== text[at])
  return text.slice(0, at) + chance.of(other) + text.slice(at + 1)
}

type Change = (envelope: Envelope, chance: Draw) => unknown
const CHANGES: readonly Change[] = [
  ...(['id', 'author', 'device', 'sealed', 'tag'] as const).map(
    (field): Change =>
      (envelope, chance) => ({ ...envelope, [field]: flip(envelope[field], chance) }),
  ),
  (envelope, chance) => ({ ...envelope, rev: envelope.rev + 1 + chance.below(1000) }),
  (envelope, chance) => ({ ...envelope, epoch: envelope.epoch + 1 + chance.below(1000) }),
  (envelope) => ({ ...envelope, base: random(16) }),
  (envelope) => ({ ...envelope, deleted: !envelope.deleted }),
  (envelope) =>
    envelope.audience === 'us'
      ? { ...envelope, audience: 'me', couple: null, move: null }
      : { ...envelope, audience: 'us', couple },
  (envelope) => ({ ...envelope, couple: random(16) }),
  (envelope, chance) => ({
    ...envelope,
    move: { ...envelope.move, kind: chance.of(['withdraw', 'repair', 'trigger']) },
  }),
  (envelope) => ({ ...envelope, move: { kind: 'pursue', at: '2026-03-05T10:00:00Z' } }),
  (envelope, chance) => ({
    ...envelope,
    sealed: random(chance.of(SIZE_CLASSES) + SEAL_OVERHEAD),
  }),
  (envelope) => ({ ...envelope, sealed: sealOne(envelope.audience === 'us').sealed }),
  (envelope, chance) => ({ ...envelope, sealed: envelope.sealed.slice(chance.below(40) + 1) }),
  (envelope, chance) => ({
    ...envelope,
    [chance.of(Object.keys(envelope))]: chance.of<unknown>([null, '', -1, 1e308, [], {}, '\u0000']),
  }),
  (envelope, chance) => {
    const { [chance.of(Object.keys(envelope) as (keyof Envelope)[])]: _gone, ...rest } = envelope
    return rest
  },
  (envelope) => ({ ...envelope, note: 'in the clear' }),
  (envelope) => ({ ...envelope, v: 2 }),
]

/** Whom an envelope is for takes it, as a phone does: parse, then open. */
function isTaken(changed: unknown, original: Envelope): 'no envelope' | 'refused' | 'taken' {
  const read = envelopeSchema.safeParse(changed)
  if (!read.success) return 'no envelope'
  // A server may let go of its readable copy of the move (it does when a couple was left), and of no more.
  const move = read.data.move ?? original.move
  const unchanged = { ...read.data, move } as Envelope
  if (digestEnvelope(unchanged) === digestEnvelope(original)) return 'refused'
  if (author.open(read.data).ok) return 'taken'
  if (read.data.audience === 'me') return 'refused'
  // The tag is for the author's own phones: the other one cannot check it, and does not have to.
  const isAsWritten =
    digestEnvelope({ ...read.data, tag: original.tag }) === digestEnvelope(original)
  return !isAsWritten && partner.open(read.data).ok ? 'taken' : 'refused'
}

it(`not one of ${MUTATED} changed envelopes is taken, by phones or by the server`, async () => {
  const chance = draw(seed)
  const many = { burst: 1e9, perSecond: 1e9 }
  const world = await openWorld({ person: many, address: many })
  const { ana } = await newCouple(world)
  const originals = Array.from({ length: 200 }, (_, i) => sealOne(i % 2 === 0))
  for (const each of originals) expect(author.open(each).ok).toBe(true)
  for (let n = 0; n < MUTATED; n += 1) {
    const original = chance.of(originals)
    const changed = chance.of(CHANGES)(original, chance)
    const taken = isTaken(JSON.parse(JSON.stringify(changed)), original)
    if (taken === 'taken') expect(changed).toEqual('an envelope that nobody takes')
    if (n % AT_SERVER !== 0) continue
    const answer = await push(world, deviceOf(ana), [changed])
    expect(answer.status).toBeLessThan(500)
    if (taken === 'no envelope') expect(answer).toMatchObject({ status: 400, reason: 'malformed' })
    // These are somebody else's: a server takes nothing that its sender did not write.
    else expect(answer.body.results).not.toMatchObject([{ result: 'accepted' }])
  }
  expect(world.lines.filter((line) => line.level === 'error')).toEqual([])
  await world.close()
}, 3_600_000)

it('without the readable copy a record says what it said, to both', () => {
  const original = sealOne(true)
  const without = { ...original, move: null } as Envelope
  for (const vault of [author, partner]) expect(vault.open(without)).toEqual(vault.open(original))
})

it('the other would take another revision, where the seal did not bind what is around it', () => {
  off.additionalData = true
  const original = sealOne(true)
  const taken = isTaken({ ...original, rev: 9 }, original)
  off.additionalData = false
  expect(taken).toBe('taken')
})
