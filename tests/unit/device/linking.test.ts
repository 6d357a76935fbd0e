import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  readDevices,
  HAND_OVER_AFTER,
  isRemoved,
  keepDevices,
  NEWCOMER_FOR,
  readNewcomers,
  removeDevice,
} from '../../../src/device/person/devices.ts'
import { keepEpoch } from '../../../src/device/couple/epochs.ts'
import {
  acceptLink,
  answerLink,
  confirmLink,
  offerLink,
  readHosting,
  readLinking,
  refuseLink,
  stepHosting,
  stepLinking,
} from '../../../src/device/person/linking.ts'
import { checkPaper, showPhrase } from '../../../src/device/person/phrase.ts'
import { refreshMembership } from '../../../src/device/couple/membership.ts'
import { invite } from '../../../src/device/couple/inviter.ts'
import { join } from '../../../src/device/couple/joiner.ts'
import { confirmSame, readPairing, stepPairing } from '../../../src/device/couple/pairing.ts'
import type { Phone } from '../../../src/device/phone.ts'
import { readMoments, readPlaces } from '../../../src/device/moments/read.ts'
import { chooseDefault, chooseSharing } from '../../../src/device/moments/share.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { people, timeIn } from '../../people.ts'
import {
  announce,
  link,
  meet,
  openTestPhone,
  openTwo,
  pair,
  type TestPhone,
  type Two,
} from './phones.ts'

let two: Two
let tablet: TestPhone
beforeEach(async () => {
  two = await openTwo()
  tablet = await openTestPhone(two.world, people.first.zone)
})
afterEach(async () => {
  tablet.phone.close()
  await two.close()
})

const MINUTE = 60_000
const OPEN = { with: 'us', opens: 'now', words: ['note'] } as const

async function add(test: TestPhone, note: string): Promise<string> {
  const added = await addEntry(test.phone, { kind: 'pursue', at: timeIn(1) })
  if (!added.ok) throw new Error(added.reason)
  await editEntry(test.phone, added.id, { words: { note } })
  return added.id
}

async function share(test: TestPhone, note: string): Promise<string> {
  const id = await add(test, note)
  expect(await chooseSharing(test.phone, id, OPEN)).toEqual({ ok: true })
  return id
}

async function notesOn({ phone }: TestPhone): Promise<string[]> {
  const places = await readPlaces(phone)
  const moments = await readMoments(
    phone,
    places.map((each) => each.key),
  )
  const notes = moments.map((each) => ('words' in each ? each.words.note : each.unreadable) ?? '')
  return notes.toSorted((a, b) => a.localeCompare(b))
}

async function round(test: TestPhone): Promise<void> {
  await keepDevices(test.phone)
  await syncOnce(test.phone)
}

async function rounds(...tests: TestPhone[]): Promise<void> {
  for (let n = 0; n < 3; n += 1) {
    for (const test of tests) await round(test)
    two.world.advance(20 * MINUTE)
  }
}

describe('a further device', () => {
  it('gets the keys a day after it was announced, and not before', async () => {
    await pair(two)
    await add(two.first, 'private')
    await two.settle()
    await announce(two.first, tablet, 'kitchen tablet')
    expect(await readLinking(tablet.phone)).toMatchObject({ step: 'announced' })
    two.world.advance(HAND_OVER_AFTER - 5 * MINUTE)
    await round(two.first)
    expect(await stepLinking(tablet.phone)).toMatchObject({ step: 'announced' })
    expect(tablet.phone.me).not.toBe(two.first.phone.me)
    two.world.advance(10 * MINUTE)
    await round(two.first)
    expect(await stepLinking(tablet.phone)).toEqual({ step: 'linked' })
    await syncOnce(tablet.phone)
    expect(await notesOn(tablet)).toEqual(['private'])
  })

  it('is not hurried by putting the old device’s clock forward', async () => {
    await pair(two)
    await announce(two.first, tablet, 'not mine')
    two.first.clockError = 2 * HAND_OVER_AFTER
    await round(two.first)
    expect(await stepLinking(tablet.phone)).toMatchObject({ step: 'announced' })
  })

  it('is handed the keys by whichever device of the person is online first', async () => {
    await pair(two)
    await link({ world: two.world, old: two.first, newcomer: tablet })
    const third = await openTestPhone(two.world, people.first.zone)
    await announce(two.first, third, 'third')
    await syncOnce(two.first.phone)
    await syncOnce(tablet.phone)
    two.world.advance(HAND_OVER_AFTER)
    await round(tablet)
    expect(await stepLinking(third.phone)).toEqual({ step: 'linked' })
    third.phone.close()
  })

  it('is shown to every device of the person for a week, and can be sent away before it reads a word', async () => {
    await pair(two)
    await link({ world: two.world, old: two.first, newcomer: tablet })
    await syncOnce(two.first.phone)
    const stranger = await openTestPhone(two.world, people.second.zone)
    await announce(two.first, stranger, 'behind my back')
    await syncOnce(two.first.phone)
    await syncOnce(tablet.phone)
    const seen = await readNewcomers(tablet.phone)
    expect(seen.map((each) => each.name)).toContain('behind my back')
    const newcomer = seen.find((each) => each.name === 'behind my back')
    expect(await removeDevice(tablet.phone, newcomer!.id)).toEqual({ ok: true, value: null })
    await syncOnce(tablet.phone)
    await syncOnce(two.first.phone)
    two.world.advance(HAND_OVER_AFTER)
    await rounds(two.first, tablet)
    expect(await stepLinking(stranger.phone)).toMatchObject({ step: 'announced' })
    two.world.advance(NEWCOMER_FOR)
    expect(await readNewcomers(two.first.phone)).toEqual([])
    stranger.phone.close()
  })

  it('does not join whoever answers its code: both have to compare', async () => {
    await pair(two)
    const offered = await offerLink(tablet.phone)
    if (!offered.ok) throw new Error(offered.reason)
    expect(await answerLink(two.second.phone, offered.link)).toEqual({ ok: true })
    await stepLinking(tablet.phone)
    await stepHosting(two.second.phone)
    await acceptLink(two.second.phone, 'mine now')
    expect(await stepLinking(tablet.phone)).toMatchObject({ step: 'comparing' })
    expect(await readHosting(two.second.phone)).toMatchObject({ step: 'confirmed' })
    await refuseLink(tablet.phone)
    await stepHosting(two.second.phone)
    two.world.advance(HAND_OVER_AFTER)
    await round(two.second)
    expect(await stepLinking(tablet.phone)).toMatchObject({ step: 'failed', reason: 'mismatch' })
    expect(await readDevices(two.second.phone)).toHaveLength(1)
  })

  it('goes on after every step, on phones that were closed', async () => {
    await pair(two)
    const offered = await offerLink(tablet.phone)
    if (!offered.ok) throw new Error(offered.reason)
    await tablet.restart()
    await answerLink(two.first.phone, offered.link)
    await two.first.restart()
    await stepLinking(tablet.phone)
    await tablet.restart()
    await stepHosting(two.first.phone)
    await acceptLink(two.first.phone, 'tablet')
    await two.first.restart()
    await confirmLink(tablet.phone)
    await tablet.restart()
    await stepHosting(two.first.phone)
    await two.first.restart()
    expect(await stepLinking(tablet.phone)).toMatchObject({ step: 'announced' })
    two.world.advance(HAND_OVER_AFTER)
    await round(two.first)
    expect(await stepLinking(tablet.phone)).toEqual({ step: 'linked' })
  })

  it('writes nothing any more in the name of who it was before', async () => {
    await pair(two)
    await announce(two.first, tablet, 'tablet')
    two.world.advance(HAND_OVER_AFTER)
    await round(two.first)
    const before = tablet.phone.me
    // Another tab of the same device, with the old keys still in hand, writes while this one joins.
    const tab = { held: tablet.phone.identity }
    const otherTab: Phone = {
      runtime: tablet.phone.runtime,
      db: tablet.phone.db,
      get me() {
        return tab.held.person
      },
      get vault() {
        return tab.held.vault
      },
      get identity() {
        return tab.held
      },
      live: (read) => tablet.phone.live(read),
      reopen: async () => {
        tab.held = tablet.phone.identity
      },
      close: () => undefined,
    }
    await stepLinking(tablet.phone)
    expect(await chooseDefault(otherTab, 'week')).toEqual({ ok: true })
    tab.held = { ...tab.held, person: before }
    expect(await addEntry(otherTab, { kind: 'repair' })).toMatchObject({ ok: true })
    const authors = (await tablet.phone.db.records.toArray()).map((each) => each.author)
    expect(authors).not.toContain(before)
    await syncOnce(tablet.phone)
    expect(await tablet.phone.db.outbox.where('parked').above('').count()).toBe(0)
  })

  it('certified while its person is being paired can read the couple all the same', async () => {
    await announce(two.second, tablet, 'tablet')
    two.world.advance(HAND_OVER_AFTER - MINUTE)
    await invite(two.first.phone, people.first.name, 'link')
    const shown = await readPairing(two.first.phone)
    if (shown.step !== 'invited') throw new Error('no link')
    await join(two.second.phone, shown.link, people.second.name)
    await meet(two)
    two.world.advance(2 * MINUTE)
    await round(two.second)
    expect(await stepLinking(tablet.phone)).toEqual({ step: 'linked' })
    await confirmSame(two.first.phone)
    await confirmSame(two.second.phone)
    for (let n = 0; n < 3; n += 1) await meet(two)
    expect(await readPairing(two.second.phone)).toMatchObject({ step: 'paired' })
    await rounds(two.first, two.second)
    await share(two.first, 'for both of your devices')
    await rounds(two.first, two.second, tablet)
    expect(await notesOn(tablet)).toEqual(['for both of your devices'])
  })

  it('does not stand in the way of an invite of an earlier day', async () => {
    await announce(two.first, tablet, 'tablet')
    await invite(two.first.phone, people.first.name, 'link')
    const shown = await readPairing(two.first.phone)
    if (shown.step !== 'invited') throw new Error('no link')
    two.world.advance(HAND_OVER_AFTER)
    await round(two.first)
    expect(await stepLinking(tablet.phone)).toEqual({ step: 'linked' })
    await join(two.second.phone, shown.link, people.second.name)
    await meet(two)
    await confirmSame(two.first.phone)
    await confirmSame(two.second.phone)
    for (let n = 0; n < 3; n += 1) await meet(two)
    for (const test of [two.first, two.second]) {
      expect(await stepPairing(test.phone)).toMatchObject({ step: 'paired' })
    }
    await rounds(two.first, two.second, tablet)
    await share(two.second, 'hello')
    await rounds(two.first, two.second, tablet)
    expect(await notesOn(tablet)).toEqual(['hello'])
  })
})

describe('removing a device', () => {
  async function threeDevices(): Promise<string> {
    await pair(two)
    await link({ world: two.world, old: two.first, newcomer: tablet })
    await rounds(two.first, tablet, two.second)
    const [, other] = await readDevices(two.first.phone)
    if (!other) throw new Error('no other device')
    return other.id
  }

  it('raises every epoch; what is written from then on, it cannot read', async () => {
    const device = await threeDevices()
    const before = await share(two.second, 'before')
    await rounds(two.first, two.second, tablet)
    const epoch = two.first.phone.vault.epoch
    expect(await removeDevice(two.first.phone, device)).toEqual({ ok: true, value: null })
    await rounds(two.first, two.second)
    expect(two.first.phone.vault.epoch).toBe(epoch + 1)
    await share(two.second, 'after')
    await add(two.first, 'private, after')
    await rounds(two.first, two.second)
    expect(await notesOn(two.first)).toEqual(['after', 'before', 'private, after'])
    // Whoever holds the tablet and all rows of the server still cannot open what came after.
    const rows = [...(await two.first.phone.db.records.toArray())]
    const opens = (note: string) =>
      rows.some(({ envelope }) => {
        const opened = tablet.phone.vault.open(envelope)
        return opened.ok && JSON.stringify(opened.body).includes(`"${note}"`)
      })
    expect([opens('before'), opens('after'), opens('private, after')]).toEqual([true, false, false])
    expect(before).toBeTruthy()
    await keepDevices(tablet.phone)
    expect(await isRemoved(tablet.phone)).toBe(true)
    expect(await syncOnce(tablet.phone)).toBe('revoked')
    expect((await readDevices(two.first.phone)).map((each) => each.standing)).toEqual([
      'this',
      'removed',
    ])
  })

  it('seals again what has not left yet, and never what has', async () => {
    const device = await threeDevices()
    await share(two.first, 'sent')
    await rounds(two.first)
    const sent = (await two.first.phone.db.records.toArray()).map((each) => each.digest)
    await share(two.first, 'unsent')
    await removeDevice(two.first.phone, device)
    const { vault, db } = two.first.phone
    const waiting = (await db.outbox.toArray()).map((each) => each.key)
    expect(waiting.length).toBeGreaterThan(0)
    await rounds(two.first)
    for (const left of await db.records.bulkGet(waiting)) {
      const { audience, couple, epoch } = left!.envelope
      expect(epoch).toBe(audience === 'me' ? vault.epoch : vault.coupleEpoch(couple))
      expect(left!.seq).not.toBeNull()
    }
    const held = new Set((await two.first.phone.db.records.toArray()).map((each) => each.digest))
    expect(sent.filter((digest) => !held.has(digest))).toEqual([])
    await rounds(two.first, two.second)
    expect(await notesOn(two.second)).toEqual(['sent', 'unsent'])
  })

  it('that was interrupted is finished at the next round', async () => {
    const device = await threeDevices()
    two.first.meddle = (request, answer) => (request.url.includes('/membership/') ? null : answer)
    expect(await removeDevice(two.first.phone, device)).toMatchObject({ ok: false })
    two.first.meddle = null
    await two.first.restart()
    await rounds(two.first)
    expect(await keepEpoch(two.first.phone)).toEqual({ ok: true, value: 'current' })
    await refreshMembership(two.second.phone)
    expect((await readDevices(two.first.phone)).map((each) => each.standing)).toContain('removed')
    await share(two.first, 'still here')
    await rounds(two.first, two.second)
    expect(await notesOn(two.second)).toEqual(['still here'])
  })

  it('is told to its owner alone, as is when each last synced', async () => {
    await threeDevices()
    const devices = await readDevices(two.first.phone)
    for (const each of devices) expect(each.synced).not.toBeNull()
    expect(devices.map((each) => each.name)).toContain('kitchen tablet')
    const seen = JSON.stringify(await two.second.phone.db.records.toArray())
    expect(seen).not.toContain(two.first.phone.vault.deriveId('device', devices[1]!.id))
  })

  it('says where the twelve words still lie, until they are on paper', async () => {
    await link({ world: two.world, old: two.first, newcomer: tablet })
    const { deviceId } = two.first.phone.identity
    const exchange = async () => {
      for (const { phone } of [two.first, tablet]) {
        await keepDevices(phone)
        await syncOnce(phone)
      }
    }
    const seenOn = async ({ phone }: TestPhone) =>
      (await readDevices(phone)).map(({ id, hasPhrase }) => [id === deviceId, hasPhrase])
    await exchange()
    for (const test of [two.first, tablet]) {
      expect(new Set(await seenOn(test))).toEqual(
        new Set([
          [true, true],
          [false, false],
        ]),
      )
    }
    const words = (await showPhrase(two.first.phone)) ?? []
    await checkPaper(two.first.phone, words.join(' '))
    await exchange()
    expect((await readDevices(tablet.phone)).some(({ hasPhrase }) => hasPhrase)).toBe(false)
  })
})
