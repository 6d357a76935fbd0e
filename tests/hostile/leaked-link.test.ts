import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCouple } from '../../src/device/couple/couple.ts'
import { invite } from '../../src/device/couple/inviter.ts'
import { join } from '../../src/device/couple/joiner.ts'
import { confirmSame, readPairing, stepPairing } from '../../src/device/couple/pairing.ts'
import { cancelPairing } from '../../src/device/couple/pairing-end.ts'
import { mailboxKeys, secretOf } from '../../src/device/couple/mailbox.ts'
import { TOKEN_HEADER } from '../../src/sync/api.ts'
import { toBytes, toText } from '../../src/sync/bytes.ts'
import { call, newSigner, random } from '../api/client.ts'
import { openWorld } from '../api/world.ts'
import { people } from '../people.ts'
import { meet, openTestPhone, openTwo, type TestPhone, type Two } from '../unit/device/phones.ts'
import { howMany } from './scale.ts'

/** The holder of a leaked link: has the secret, and has not compared. */

const RATES = { person: { burst: 1e6, perSecond: 1e6 }, address: { burst: 1e6, perSecond: 1e6 } }

describe('many who hold the same link', () => {
  const claims = howMany(150, 10_000)
  it(`claim it ${claims} times at once, and one of them has it`, async () => {
    const world = await openWorld(RATES)
    const [creator, id, token] = [newSigner(), random(16), random(32)]
    const hash = toText(createHash('sha256').update(toBytes(token)).digest())
    const body = { id, token: hash, lives: 'link', message: random(64) }
    await call(world, creator, 'createMailbox', { body })
    const answers = await Promise.all(
      Array.from({ length: claims }, () =>
        call(world, newSigner(), 'leaveMessage', {
          params: { id, slot: 1 },
          headers: { [TOKEN_HEADER]: token },
          body: { message: random(64) },
        }),
      ),
    )
    expect(answers.filter((each) => each.status === 200)).toHaveLength(1)
    expect(answers.filter((each) => each.reason === 'taken')).toHaveLength(claims - 1)
    await world.close()
  })
})

describe('with the secret but not the comparison', () => {
  let two: Two
  let thief: TestPhone
  let link: string
  beforeEach(async () => {
    two = await openTwo()
    thief = await openTestPhone(two.world, people.second.zone)
    await invite(two.first.phone, people.first.name, 'link')
    const shown = await readPairing(two.first.phone)
    if (shown.step !== 'invited') throw new Error('no link')
    link = shown.link
  })
  afterEach(async () => {
    thief.phone.close()
    await two.close()
  })

  it('one gets nothing: no couple, no key, not one record', async () => {
    await join(thief.phone, link, people.second.name)
    for (let round = 0; round < 4; round += 1) {
      await stepPairing(two.first.phone)
      await confirmSame(thief.phone)
    }
    expect((await readPairing(two.first.phone)).step).toBe('comparing')
    expect(await readCouple(thief.phone.db)).toBeNull()
    expect(await readCouple(two.first.phone.db)).toBeNull()
    expect(thief.phone.vault.keyring.us).toEqual([])
    expect(await thief.phone.db.records.count()).toBe(0)
  })

  it('one who stands between two phones shows each of them something else', async () => {
    // The thief joins in the other's name, and invites the other in the first one's.
    await join(thief.phone, link, people.second.name)
    const between = await openTestPhone(two.world, people.first.zone)
    await invite(between.phone, people.first.name, 'link')
    const shown = await readPairing(between.phone)
    if (shown.step !== 'invited') throw new Error('no link')
    await join(two.second.phone, shown.link, people.second.name)
    await meet({ ...two, second: thief })
    await meet({ ...two, first: between })
    const [a, b] = [await readPairing(two.first.phone), await readPairing(two.second.phone)]
    if (a.step !== 'comparing' || b.step !== 'comparing') throw new Error('nothing to compare')
    expect([a.name, b.name]).toEqual([people.second.name, people.first.name])
    expect(a.comparison.signs).not.toEqual(b.comparison.signs)
    between.phone.close()
  })

  it('opening it tells nobody and uses nothing up, and its true holder is told that it is taken', async () => {
    const { id, token } = mailboxKeys(secretOf(link) ?? '')
    for (let times = 0; times < 20; times += 1) {
      const seen = await call(two.world, newSigner(), 'readMailbox', {
        params: { id },
        headers: { [TOKEN_HEADER]: token },
      })
      expect(seen.body.claimed).toBe(false)
    }
    await join(thief.phone, link, people.second.name)
    expect(await join(two.second.phone, link, people.second.name)).toEqual({
      ok: false,
      reason: 'taken',
    })
    await cancelPairing(two.first.phone)
    expect(await stepPairing(thief.phone)).toEqual({ step: 'failed', reason: 'withdrawn' })
  })
})
