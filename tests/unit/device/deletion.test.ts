import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deleteAccount, isDeleted, isPartnerDeleted } from '../../../src/device/person/deletion.ts'
import { readDistrust } from '../../../src/device/couple/distrust.ts'
import { ownChain } from '../../../src/device/couple/membership.ts'
import { keepDevices } from '../../../src/device/person/devices.ts'
import { showPhrase } from '../../../src/device/person/phrase.ts'
import { recover } from '../../../src/device/person/recovery.ts'
import { readPlaces } from '../../../src/device/moments/read.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { readStatus } from '../../../src/device/sync/status.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { readUs } from '../../../src/device/couple/us.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { people, timeIn } from '../../people.ts'
import { link, openPair, openTestPhone, type TestPhone, type Two } from './phones.ts'

/** One deletes their account: nothing of it is left at the server, in the files of its database neither. */

let two: Two
beforeEach(async () => {
  two = await openPair()
})
afterEach(() => two.close())

const HOUR = 3_600_000

async function share({ phone }: TestPhone, hours: number, note: string) {
  const added = await addEntry(phone, { kind: 'withdraw', at: timeIn(hours) })
  if (!added.ok) throw new Error(added.reason)
  await editEntry(phone, added.id, { words: { note } })
  await chooseSharing(phone, added.id, { with: 'us', opens: 'now', words: ['note'] })
}

/** The files of the database as they lie on the disk: itself, its log, and what else there is. */
const filesOf = ({ world }: Two): string => {
  const folder = dirname(world.file)
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
  return files.map((file) => file.toString('latin1')).join('\n')
}

/** Everything by which somebody with the files could tell that this person was ever here. */
async function canariesOf({ phone }: TestPhone): Promise<string[]> {
  const records = await phone.db.records.where('key').startsWith(`${phone.me}/`).toArray()
  const { chain, keys } = await ownChain(phone)
  return [
    ...records.flatMap(({ envelope: { id, sealed, tag } }) => [id, sealed.slice(0, 60), tag]),
    ...chain.map((link) => keys[link.keys]?.slice(0, 60) ?? ''),
    phone.identity.device.sign,
    phone.identity.device.box,
    phone.identity.secrets.root,
    phone.identity.secrets.recovery,
  ]
}

describe('deleting the account', () => {
  it('leaves not one canary in the database, its log or the lines the server wrote', async () => {
    for (let hour = 1; hour <= 60; hour += 1) await share(two.first, hour, `n${hour}`)
    await share(two.second, 70, 'theirs')
    await two.settle()
    const { keys } = await ownChain(two.first.phone)
    // Every key that was ever wrapped for her, the couple's too.
    const files = Object.values(keys).map((file) => file.slice(0, 60))
    const canaries = [...(await canariesOf(two.first)), ...files]
    const before = filesOf(two)
    expect(canaries.length).toBeGreaterThan(360)
    // Here is what would be found, if it were not deleted.
    expect(canaries.filter((each) => !before.includes(each))).toEqual([])
    expect(await deleteAccount(two.first.phone)).toEqual({ ok: true })
    const after = filesOf(two) + JSON.stringify(two.world.lines)
    expect(canaries.filter((each) => after.includes(each))).toEqual([])
    // What the other wrote is still there.
    const theirs = await canariesOf(two.second)
    expect(theirs.filter((each) => !after.includes(each))).toEqual([])
  })

  it('takes nothing from the phone of the other; a new phone of theirs lacks the rows and knows why', async () => {
    await share(two.first, 1, 'mine')
    await share(two.second, 2, 'theirs')
    await two.settle()
    await deleteAccount(two.first.phone)
    two.world.advance(2 * HOUR)
    expect(await syncOnce(two.second.phone)).toBe('done')
    expect(await readPlaces(two.second.phone)).toHaveLength(2)
    expect(await readUs(two.second.phone)).toMatchObject({ closed: true })
    expect(await isPartnerDeleted(two.second.phone)).toBe(true)
    const tablet = await openTestPhone(two.world, people.second.zone)
    await link({ world: two.world, old: two.second, newcomer: tablet })
    expect(await syncOnce(tablet.phone)).toBe('done')
    expect(await readPlaces(tablet.phone)).toHaveLength(1)
    expect(await isPartnerDeleted(tablet.phone)).toBe(true)
    expect(await readStatus(tablet.phone)).toMatchObject({ waiting: 0, parked: 0 })
    tablet.phone.close()
  })

  it('leaves the other what they had shared, on a phone that begins with their twelve words too', async () => {
    const words = ((await showPhrase(two.second.phone)) ?? []).join(' ')
    await share(two.first, 1, 'mine')
    await share(two.second, 2, 'theirs')
    await two.settle()
    await deleteAccount(two.first.phone)
    two.world.advance(2 * HOUR)
    for (let round = 0; round < 2; round += 1) await syncOnce(two.second.phone)
    const empty = await openTestPhone(two.world, people.second.zone)
    expect(await recover(empty.phone, words)).toEqual({ ok: true })
    expect(await syncOnce(empty.phone)).toBe('done')
    const shared = await empty.phone.db.records.where('audience').equals('us').toArray()
    const opened = shared.map(({ envelope }) => empty.phone.vault.open(envelope))
    expect(new Set(opened.map((each) => each.ok && each.body.type))).toEqual(
      new Set(['card', 'profile']),
    )
    empty.phone.close()
  })

  it('of a couple whose keys had risen meanwhile is no reason to distrust anybody', async () => {
    const drawer = await openTestPhone(two.world, people.second.zone)
    await link({ world: two.world, old: two.second, newcomer: drawer })
    await keepDevices(two.first.phone)
    await two.settle()
    drawer.offline = true
    const tablet = await openTestPhone(two.world, people.first.zone)
    await link({ world: two.world, old: two.first, newcomer: tablet })
    two.world.advance(HOUR)
    await keepDevices(two.first.phone)
    await two.settle()
    await deleteAccount(two.first.phone)
    drawer.offline = false
    two.world.advance(2 * HOUR)
    await keepDevices(drawer.phone)
    expect(await syncOnce(drawer.phone)).toBe('done')
    expect(await readDistrust(drawer.phone.db)).toBeNull()
    expect(await isPartnerDeleted(drawer.phone)).toBe(true)
    for (const each of [drawer, tablet]) each.phone.close()
  })

  it('is not undone by a phone that lay in a drawer, which keeps what it has and says so', async () => {
    const drawer = await openTestPhone(two.world, people.first.zone)
    await link({ world: two.world, old: two.first, newcomer: drawer })
    await share(two.first, 1, 'mine')
    await two.settle()
    await syncOnce(drawer.phone)
    const canaries = await canariesOf(two.first)
    expect(await deleteAccount(two.first.phone)).toEqual({ ok: true })
    expect(await syncOnce(drawer.phone)).toBe('deleted')
    expect(await isDeleted(drawer.phone)).toBe(true)
    expect(await readPlaces(drawer.phone)).toHaveLength(1)
    expect(await syncOnce(drawer.phone)).toBe('alone')
    const files = filesOf(two)
    expect(canaries.filter((each) => files.includes(each))).toEqual([])
    drawer.phone.close()
  })

  it('needs the network: without it nothing is deleted, here or there', async () => {
    await share(two.first, 1, 'mine')
    await two.settle()
    two.first.offline = true
    expect(await deleteAccount(two.first.phone)).toEqual({ ok: false, reason: 'offline' })
    expect(await readUs(two.first.phone)).toMatchObject({ closed: false })
    expect(await readPlaces(two.first.phone)).toHaveLength(1)
  })

  it('of both leaves no trace of the couple either', async () => {
    const { couple } = await readUs(two.first.phone)
    await deleteAccount(two.first.phone)
    expect(filesOf(two)).toContain(couple)
    two.world.advance(2 * HOUR)
    await deleteAccount(two.second.phone)
    expect(filesOf(two)).not.toContain(couple)
  })
})
