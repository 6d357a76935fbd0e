import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readPartnerProfile, readCouple } from '../../src/device/couple/couple.ts'
import { invite } from '../../src/device/couple/inviter.ts'
import { confirmSame, readPairing, stepPairing } from '../../src/device/couple/pairing.ts'
import { readMoments, readPlaces } from '../../src/device/moments/read.ts'
import { chooseSharing } from '../../src/device/moments/share.ts'
import { addEntry } from '../../src/device/moments/add-entry.ts'
import { editEntry } from '../../src/device/moments/edit-entry.ts'
import { countHoles } from '../../src/device/sync/holes.ts'
import { fetchServerView } from '../../src/device/sync/server-view.ts'
import { syncOnce } from '../../src/device/sync/sync.ts'
import { openWorld, type World } from '../api/world.ts'
import { moveAt, people, timeIn } from '../people.ts'
import { openTestPhone, type TestPhone } from '../unit/device/phones.ts'
import { Outsider } from './outsider.ts'

/** One of the two has a Tideline phone, the other a program that was written from the documents alone. */

let world: World
let mine: TestPhone
let theirs: Outsider
beforeAll(async () => {
  world = await openWorld()
  mine = await openTestPhone(world, people.first.zone)
  theirs = new Outsider(people.second.name, (request) => world.fetch(request), world.clock)
})
afterAll(async () => {
  mine.phone.close()
  await world.close()
})

it('knows nothing of our code', () => {
  for (const file of ['outsider.ts', 'independent.ts']) {
    const source = readFileSync(new URL(file, import.meta.url), 'utf8')
    const imports = [...source.matchAll(/from '(.+)'/g)].map(([, from]) => from)
    expect(imports.filter((from) => from !== 'node:crypto' && from !== './independent.ts')).toEqual(
      [],
    )
  }
})

it('becomes one of two, is read, and reads', async () => {
  const { phone } = mine
  expect(await invite(phone, people.first.name, 'link')).toEqual({ ok: true })
  const shown = await readPairing(phone)
  if (shown.step !== 'invited') throw new Error('no link')
  await theirs.register()
  await theirs.claim(shown.link)
  await stepPairing(phone)
  const here = await readPairing(phone)
  if (here.step !== 'comparing') throw new Error('nothing to compare')
  expect(await theirs.compare()).toEqual(here.comparison.signs)
  await theirs.confirm()
  await confirmSame(phone)
  await stepPairing(phone)
  await theirs.become()
  expect((await stepPairing(phone)).step).toBe('paired')

  const added = await addEntry(phone, { kind: 'pursue', at: timeIn(1) })
  if (!added.ok) throw new Error(added.reason)
  await editEntry(phone, added.id, { words: { note: 'are you there?', story: 'kept' } })
  await chooseSharing(phone, added.id, { with: 'us', opens: 'now', words: ['note'] })
  await syncOnce(phone)
  const cards = (await theirs.pull()).filter(({ type }) => type === 'card')
  expect(cards).toMatchObject([{ move: { kind: 'pursue' }, words: { note: 'are you there?' } }])
  expect(JSON.stringify(cards)).not.toContain('kept')

  await theirs.profile(people.second.name, people.second.zone)
  const card = { type: 'card', subject: 'AAAAAAAAAAAAAAAAAAAAAA/1' }
  const move = moveAt(2, 'withdraw', { who: 'second' })
  const first = await theirs.share(card, { move, words: { note: 'not now' } })
  const edit = { move: { ...move, intensity: 2 }, words: { note: 'a walk' } }
  const second = await theirs.share(card, edit, { rev: 2, base: first.digest })
  const late = await theirs.share(card, edit, { rev: 2, base: first.digest })
  const answers = [first, second, late].map(({ result }) => result.result)
  expect(answers).toEqual(['accepted', 'accepted', 'stale'])

  await syncOnce(phone)
  const keys = (await readPlaces(phone)).map(({ key }) => key)
  const moments = await readMoments(phone, keys)
  expect(moments).toMatchObject([{ mine: true }, { mine: false, words: { note: 'a walk' } }])
  const couple = await readCouple(phone.db)
  const profile = couple && (await readPartnerProfile(phone, couple))
  expect(profile).toMatchObject({ name: people.second.name, zone: people.second.zone })
  expect(await countHoles(phone)).toBe(0)
  expect(await fetchServerView(phone)).toMatchObject({ ok: true, view: { comparison: 'same' } })
})
