import { describe, expect, it } from 'vitest'
import { ownKey } from '../../../src/device/couple/couple.ts'
import { readMoment } from '../../../src/device/moments/read.ts'
import { revokeDevice } from '../../../src/device/couple/epochs.ts'
import { keepDevices } from '../../../src/device/person/devices.ts'
import { rewind } from '../../../src/device/sync/rewind.ts'
import { openPhone } from '../../../src/device/phone.ts'
import { readParked, readStatus } from '../../../src/device/sync/status.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { people } from '../../people.ts'
import { link, openTestPhone } from './phones.ts'
import { backUp, restore } from './stored.ts'
import { addWithNote, beginWithTablet, linkTablet, syncBoth, tablet, two } from './tablet.ts'

/** What is written, accepted or sealed around the removal of a device. */

beginWithTablet()

describe('when a device has been removed', () => {
  it('what another tab seals under the key of before leaves under the new one', async () => {
    await linkTablet()
    const { phone } = two.first
    const tab = await openPhone(phone.runtime)
    expect(await revokeDevice(phone, tablet.phone.identity.deviceId)).toMatchObject({ ok: true })
    const kept = await addEntry(tab, { kind: 'repair' })
    tab.close()
    await two.settle()
    const record = kept.ok ? await phone.db.records.get(ownKey(phone, kept.id)) : undefined
    expect(record?.envelope.epoch).toBe(phone.vault.epoch)
    expect(record?.seq).not.toBeNull()
  })

  it.each([
    ['can be asked for', true],
    ['is there with the next round', false],
  ])('what was written apart is merged as soon as the new key %s', async (_, isTold) => {
    await linkTablet()
    const third = await openTestPhone(two.world, people.first.zone)
    await link({ world: two.world, old: two.first, newcomer: third }, 'old phone')
    await syncBoth()
    const id = await addWithNote(two.first, 'as it was')
    await syncBoth()
    tablet.offline = true
    await editEntry(tablet.phone, id, { words: { note: 'on the tablet' } })
    await revokeDevice(two.first.phone, third.phone.identity.deviceId)
    await editEntry(two.first.phone, id, { words: { note: 'on the phone' } })
    await syncOnce(two.first.phone)
    tablet.offline = false
    tablet.meddle = (request, answer) =>
      request.url.includes('/membership') && !isTold ? null : answer
    await syncOnce(tablet.phone)
    expect(await readParked(tablet.phone)).toEqual([])
    tablet.meddle = null
    await syncBoth()
    third.phone.close()
    expect(await readStatus(tablet.phone)).toMatchObject({ waiting: 0, parked: 0 })
    const [here, there] = await Promise.all([
      readMoment(tablet.phone, id),
      readMoment(two.first.phone, id),
    ])
    expect(here?.words.note).toBe('on the tablet')
    expect(there?.words).toEqual(here?.words)
  })

  it('what was accepted before comes back to a restored server as it was', async () => {
    await linkTablet()
    const { phone } = two.first
    const backup = await backUp(two.world)
    const id = await addWithNote(two.first, 'of before')
    await two.settle()
    const before = (await phone.db.records.get(ownKey(phone, id)))?.digest
    await revokeDevice(phone, tablet.phone.identity.deviceId)
    await restore(two.world, backup, 'another life')
    // The app is killed before anything of it has left, and opened again.
    expect(await rewind(phone)).toMatchObject({ ok: true })
    await keepDevices(phone)
    await two.settle()
    expect((await phone.db.records.get(ownKey(phone, id)))?.digest).toBe(before)
  })
})
