import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { invite } from '../../../src/device/couple/inviter.ts'
import { join, lookAtInvite } from '../../../src/device/couple/joiner.ts'
import {
  compareCode,
  confirmSame,
  type Pairing,
  readPairing,
  stepPairing,
} from '../../../src/device/couple/pairing.ts'
import { cancelPairing, sayDifferent } from '../../../src/device/couple/pairing-end.ts'
import { readCouple } from '../../../src/device/couple/couple.ts'
import { sayName } from '../../../src/device/couple/profile.ts'
import { openPhone, type Phone } from '../../../src/device/phone.ts'
import { refreshMembership } from '../../../src/device/couple/membership.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { people } from '../../people.ts'
import { meet, openTestPhone, openTwo, type TestPhone, type Two } from './phones.ts'

let two: Two
beforeEach(async () => {
  two = await openTwo()
})
afterEach(async () => {
  await two.close()
})

const HOURS = 3_600_000

async function inviteAndJoin(lives: 'code' | 'link' = 'link'): Promise<string> {
  await invite(two.first.phone, people.first.name, lives)
  const shown = await readPairing(two.first.phone)
  if (shown.step !== 'invited') throw new Error('no link')
  expect(await join(two.second.phone, shown.link, people.second.name)).toEqual({ ok: true })
  await meet(two)
  return shown.link
}

async function stepBoth(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await meet(two)
}

async function comparing(test: TestPhone): Promise<Extract<Pairing, { step: 'comparing' }>> {
  const at = await readPairing(test.phone)
  if (at.step !== 'comparing') throw new Error(`nothing to compare: ${at.step}`)
  return at
}

const stepOf = async (test: TestPhone) => (await readPairing(test.phone)).step

describe('two windows of one phone', () => {
  let other: Phone
  beforeEach(async () => {
    other = await openPhone(two.second.phone.runtime)
  })
  afterEach(() => {
    other.close()
  })

  it('that take up one invite at once, and confirm at once, make one couple', async () => {
    await invite(two.first.phone, people.first.name, 'link')
    const shown = await readPairing(two.first.phone)
    if (shown.step !== 'invited') throw new Error('no link')
    const joined = await Promise.all(
      [two.second.phone, other].map((phone) => join(phone, shown.link, people.second.name)),
    )
    expect(joined).toEqual([{ ok: true }, { ok: true }])
    await meet(two)
    await Promise.all([confirmSame(two.second.phone), stepPairing(other), confirmSame(other)])
    await confirmSame(two.first.phone)
    await stepBoth()
    expect([await stepOf(two.first), await stepOf(two.second)]).toEqual(['paired', 'paired'])
  })

  it('can both write as soon as one of them has paired', async () => {
    await inviteAndJoin()
    await confirmSame(two.second.phone)
    await confirmSame(two.first.phone)
    await stepBoth()
    await two.settle()
    expect(await sayName(other, 'Someone')).toEqual({ ok: true })
  })
})

describe('comparing', () => {
  it('shows the same six on both phones, and others in every pairing', async () => {
    await inviteAndJoin()
    const [a, b] = [await comparing(two.first), await comparing(two.second)]
    expect(a.comparison).toEqual(b.comparison)
    expect(a.comparison.signs).toHaveLength(6)
    expect([a.name, b.name]).toEqual([people.second.name, people.first.name])
    await cancelPairing(two.second.phone)
    await cancelPairing(two.first.phone)
    await inviteAndJoin()
    expect((await comparing(two.first)).comparison).not.toEqual(a.comparison)
  })

  it('may be hours apart, on phones that were closed in between, in either order', async () => {
    await inviteAndJoin()
    await confirmSame(two.second.phone)
    await stepBoth()
    await two.second.restart()
    two.world.advance(9 * HOURS)
    expect(await stepOf(two.first)).toBe('comparing')
    expect(await stepOf(two.second)).toBe('finishing')
    expect(await readCouple(two.second.phone.db)).toBeNull()
    await two.first.restart()
    await confirmSame(two.first.phone)
    await stepBoth()
    expect([await stepOf(two.first), await stepOf(two.second)]).toEqual(['paired', 'paired'])
  })

  it('comes before anything can be shared', async () => {
    await inviteAndJoin()
    await confirmSame(two.first.phone)
    await stepBoth()
    const kept = await addEntry(two.first.phone, { kind: 'pursue' })
    if (!kept.ok) throw new Error(kept.reason)
    const open = { with: 'us', opens: 'now', words: [] } as const
    expect(await chooseSharing(two.first.phone, kept.id, open)).toEqual({
      ok: false,
      reason: 'alone',
    })
    expect(await readCouple(two.first.phone.db)).toBeNull()
  })

  it('that differs burns the invite on both phones', async () => {
    const link = await inviteAndJoin()
    await confirmSame(two.first.phone)
    await sayDifferent(two.second.phone)
    await stepBoth()
    for (const test of [two.first, two.second]) {
      expect(await readPairing(test.phone)).toEqual({ step: 'failed', reason: 'mismatch' })
    }
    const other = await openTestPhone(two.world, people.second.zone)
    expect(await lookAtInvite(other.phone, link)).toMatchObject({ ok: false })
    other.phone.close()
  })

  it('is done by two cameras as well, and by nothing else they may read', async () => {
    await inviteAndJoin('code')
    const { comparison } = await comparing(two.first)
    expect(await compareCode(two.second.phone, 'https://elsewhere.test/')).toBe('not-a-code')
    expect(await stepOf(two.second)).toBe('comparing')
    expect(await compareCode(two.second.phone, comparison.code)).toBe('same')
    expect(await compareCode(two.first.phone, comparison.code)).toBe('same')
    await stepBoth()
    expect([await stepOf(two.first), await stepOf(two.second)]).toEqual(['paired', 'paired'])
  })

  it('by a camera that reads what another pairing said is a mismatch', async () => {
    await inviteAndJoin()
    const other = `tideline-compare:${'A'.repeat(43)}`
    expect(await compareCode(two.first.phone, other)).toBe('mismatch')
    await stepBoth()
    expect(await readPairing(two.second.phone)).toEqual({ step: 'failed', reason: 'mismatch' })
  })
})

describe('taking back', () => {
  it('an invite before anybody opened it tells who opens it', async () => {
    await invite(two.first.phone, people.first.name, 'link')
    const shown = await readPairing(two.first.phone)
    if (shown.step !== 'invited') throw new Error('no link')
    await cancelPairing(two.first.phone)
    expect(await lookAtInvite(two.second.phone, shown.link)).toEqual({
      ok: false,
      reason: 'withdrawn',
    })
  })

  it('in a tunnel is told when the train is out', async () => {
    await inviteAndJoin()
    two.first.offline = true
    await cancelPairing(two.first.phone)
    expect(await stepOf(two.first)).toBe('none')
    two.first.offline = false
    await stepBoth()
    expect(await readPairing(two.second.phone)).toEqual({ step: 'failed', reason: 'withdrawn' })
  })

  it('a signature that is on its way holds, even where the other signs all the same', async () => {
    await inviteAndJoin()
    await confirmSame(two.second.phone)
    await confirmSame(two.first.phone)
    await stepPairing(two.first.phone)
    // The genesis lies there, signed. The inviter takes it back; the other does not hear of it.
    two.first.offline = true
    await cancelPairing(two.first.phone)
    await stepPairing(two.second.phone)
    expect(await stepOf(two.second)).toBe('paired')
    two.first.offline = false
    await stepPairing(two.first.phone)
    await refreshMembership(two.first.phone)
    expect(await readCouple(two.first.phone.db)).toBeNull()
    await refreshMembership(two.second.phone)
    expect(await readCouple(two.second.phone.db)).toMatchObject({ closed: true })
  })
})

describe('what its owner says while a step is on its way', () => {
  it('“different” after all: the couple that the other goes on to sign is none', async () => {
    await inviteAndJoin()
    await confirmSame(two.first.phone)
    two.first.offline = false
    await confirmSame(two.second.phone)
    // The inviter's genesis is out, signed.
    await stepPairing(two.first.phone)
    two.first.offline = true
    await sayDifferent(two.first.phone)
    await stepPairing(two.second.phone)
    two.first.offline = false
    await refreshMembership(two.first.phone)
    await refreshMembership(two.first.phone)
    expect(await stepOf(two.first)).toBe('failed')
    expect(await readCouple(two.first.phone.db)).toBeNull()
    await refreshMembership(two.second.phone)
    expect(await readCouple(two.second.phone.db)).toMatchObject({ closed: true })
  })

  it('a joining taken back while the last answer is on its way does not come back', async () => {
    await inviteAndJoin()
    await confirmSame(two.first.phone)
    await confirmSame(two.second.phone)
    await stepPairing(two.first.phone)
    const cancelled: Promise<void>[] = []
    two.second.meddle = (request, answer) => {
      const isLast = request.url.endsWith('/membership/couple') && cancelled.length === 0
      if (isLast) cancelled.push(cancelPairing(two.second.phone))
      return answer
    }
    await stepPairing(two.second.phone)
    two.second.meddle = null
    expect(await Promise.all(cancelled)).toHaveLength(1)
    expect(await stepOf(two.second)).toBe('none')
    await refreshMembership(two.second.phone)
    await refreshMembership(two.first.phone)
    expect(await readCouple(two.second.phone.db)).toBeNull()
    expect(await readCouple(two.first.phone.db)).toMatchObject({ closed: true })
  })
})

describe('an invite', () => {
  it('whose claim was taken and answered with an error is still this phone’s', async () => {
    await invite(two.first.phone, people.first.name, 'link')
    const shown = await readPairing(two.first.phone)
    if (shown.step !== 'invited') throw new Error('no link')
    two.second.meddle = (request, answer) =>
      request.method === 'PUT' || request.method === 'POST'
        ? request.url.includes('/mailboxes/')
          ? new Response(JSON.stringify({ reason: 'internal' }), { status: 500 })
          : answer
        : answer
    expect(await join(two.second.phone, shown.link, people.second.name)).toMatchObject({
      ok: false,
    })
    two.second.meddle = null
    expect(await join(two.second.phone, shown.link, people.second.name)).toEqual({ ok: true })
    await meet(two)
    expect(await stepOf(two.second)).toBe('comparing')
  })

  it('left for somebody else’s is withdrawn, so that nobody waits at it', async () => {
    await invite(two.first.phone, people.first.name, 'link')
    const own = await readPairing(two.first.phone)
    await invite(two.second.phone, people.second.name, 'link')
    const theirs = await readPairing(two.second.phone)
    if (own.step !== 'invited' || theirs.step !== 'invited') throw new Error('no link')
    expect(await join(two.first.phone, theirs.link, people.first.name)).toEqual({ ok: true })
    const third = await openTestPhone(two.world, people.second.zone)
    expect(await join(third.phone, own.link, 'Third')).toEqual({ ok: false, reason: 'withdrawn' })
    third.phone.close()
  })
})
