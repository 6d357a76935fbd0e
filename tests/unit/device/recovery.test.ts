import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { leaveCouple } from '../../../src/device/couple/leave.ts'
import { readUs } from '../../../src/device/couple/us.ts'
import { resealIdentity } from '../../../src/device/identity.ts'
import {
  keepDevices,
  readDevices,
  readNewcomers,
  removeDevice,
} from '../../../src/device/person/devices.ts'
import {
  ASK_WORD_AFTER,
  checkPaper,
  checkWord,
  readPhrase,
  showPhrase,
  stopAsking,
} from '../../../src/device/person/phrase.ts'
import { openPhone } from '../../../src/device/phone.ts'
import { readMoments, readPlaces } from '../../../src/device/moments/read.ts'
import { recover } from '../../../src/device/person/recovery.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import { editEntry } from '../../../src/device/moments/edit-entry.ts'
import { people, timeIn } from '../../people.ts'
import { link, openTestPhone, openTwo, pair, type TestPhone, type Two } from './phones.ts'

let two: Two
let empty: TestPhone
beforeEach(async () => {
  two = await openTwo()
  empty = await openTestPhone(two.world, people.first.zone)
})
afterEach(async () => {
  empty.phone.close()
  await two.close()
})

const OPEN = { with: 'us', opens: 'now', words: ['note'] } as const

async function add(test: TestPhone, note: string, shared = false): Promise<string> {
  const added = await addEntry(test.phone, { kind: 'pursue', at: timeIn(1) })
  if (!added.ok) throw new Error(added.reason)
  await editEntry(test.phone, added.id, { words: { note } })
  if (shared) await chooseSharing(test.phone, added.id, OPEN)
  return added.id
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

async function rounds(...tests: TestPhone[]): Promise<void> {
  for (let n = 0; n < 3; n += 1) {
    for (const test of tests) {
      await keepDevices(test.phone)
      await syncOnce(test.phone)
    }
    two.world.advance(20 * 60_000)
  }
}

async function wordsOf(test: TestPhone): Promise<string> {
  return ((await showPhrase(test.phone)) ?? []).join(' ')
}

describe('twelve words', () => {
  it('bring back everything on an empty phone, the partner’s open moments too', async () => {
    await pair(two)
    const words = await wordsOf(two.first)
    await add(two.first, 'private')
    await add(two.first, 'shared', true)
    await add(two.second, 'theirs', true)
    await two.settle()
    await add(empty, 'written here already')
    expect(await recover(empty.phone, words)).toEqual({ ok: true })
    await rounds(empty, two.first, two.second)
    expect(empty.phone.me).toBe(two.first.phone.me)
    const all = ['private', 'shared', 'theirs', 'written here already']
    expect(await notesOn(empty)).toEqual(all)
    expect(await notesOn(two.first)).toEqual(all)
    await add(empty, 'and goes on', true)
    await rounds(empty, two.second)
    expect(await notesOn(two.second)).toContain('and goes on')
  })

  it('bring back what was written after epochs have risen', async () => {
    await pair(two)
    const words = await wordsOf(two.first)
    const tablet = await openTestPhone(two.world, people.first.zone)
    await link({ world: two.world, old: two.first, newcomer: tablet })
    await add(two.first, 'before')
    await add(two.second, 'theirs, before', true)
    await rounds(two.first, tablet, two.second)
    const other = (await readDevices(two.first.phone)).find((each) => each.standing === 'here')
    await removeDevice(two.first.phone, other?.id ?? '')
    await rounds(two.first, two.second)
    await add(two.first, 'after')
    await add(two.second, 'theirs, after', true)
    await rounds(two.first, two.second)
    expect(await recover(empty.phone, words)).toEqual({ ok: true })
    await rounds(empty)
    expect(await notesOn(empty)).toEqual(['after', 'before', 'theirs, after', 'theirs, before'])
    tablet.phone.close()
  })

  it('bring back what was shared with somebody before', async () => {
    await pair(two)
    const words = await wordsOf(two.first)
    const { couple } = await readUs(two.first.phone)
    await add(two.first, 'shared then', true)
    await add(two.second, 'theirs, then', true)
    await two.settle()
    await leaveCouple(two.first.phone, { withdraw: false })
    await two.settle()
    const third = await openTestPhone(two.world, people.second.zone)
    await pair({ ...two, second: third })
    expect(await recover(empty.phone, words)).toEqual({ ok: true })
    await rounds(empty)
    const records = await empty.phone.db.records.toArray()
    const then = records.filter(({ envelope }) => envelope.couple === couple)
    const opened = then.map(({ envelope }) => empty.phone.vault.open(envelope))
    expect(opened.filter((each) => !each.ok)).toEqual([])
    const cards = opened.flatMap((each) =>
      each.ok && each.body.type === 'card' ? [each.body] : [],
    )
    expect(new Set(cards.map(({ words: said }) => said.note))).toEqual(
      new Set(['shared then', 'theirs, then']),
    )
    third.phone.close()
  })

  it('show the phone that came with them to every other device', async () => {
    await pair(two)
    await rounds(two.first)
    expect(await recover(empty.phone, await wordsOf(two.first))).toEqual({ ok: true })
    await rounds(empty, two.first)
    expect(await readNewcomers(two.first.phone)).toHaveLength(1)
    await removeDevice(two.first.phone, (await readNewcomers(two.first.phone))[0]?.id ?? '')
    expect(await syncOnce(empty.phone)).toBe('revoked')
  })

  it('that are not quite right say what is wrong, and change nothing', async () => {
    await pair(two)
    const words = (await wordsOf(two.first)).split(' ')
    const me = empty.phone.me
    expect(await recover(empty.phone, words.slice(1).join(' '))).toMatchObject({ reason: 'count' })
    expect(await recover(empty.phone, ['tidelin', ...words.slice(1)].join(' '))).toEqual({
      ok: false,
      reason: 'unknown',
      word: 'tidelin',
    })
    const others = 'legal winner thank year wave sausage worth useful legal winner thank yellow'
    expect(await recover(empty.phone, others)).toMatchObject({ reason: 'nobody' })
    expect(await recover(empty.phone, others.replace('yellow', 'zoo'))).toMatchObject({
      reason: 'checksum',
    })
    empty.offline = true
    expect(await recover(empty.phone, words.join(' '))).toMatchObject({ reason: 'offline' })
    expect(empty.phone.me).toBe(me)
    expect(await recover(two.second.phone, words.join(' '))).toMatchObject({ reason: 'has-own' })
  })

  it('are typed as people type: capitals, numbers, lines', async () => {
    await pair(two)
    const words = (await wordsOf(two.first)).split(' ')
    const typed = words.map((word, n) => `${n + 1}. ${word.toUpperCase()}`).join('\n')
    expect(await recover(empty.phone, typed)).toEqual({ ok: true })
  })

  it('leave the phone once they were typed from paper, and one is asked for days later', async () => {
    await pair(two)
    const { phone } = two.first
    expect(await readPhrase(phone)).toEqual({ step: 'unwritten' })
    const words = (await showPhrase(phone)) ?? []
    expect(words).toHaveLength(12)
    expect(await checkPaper(phone, words.join(' '))).toEqual({ ok: true })
    expect(await readPhrase(phone)).toEqual({ step: 'written' })
    expect(await showPhrase(phone)).toBeNull()
    two.world.advance(ASK_WORD_AFTER)
    await two.first.restart()
    const again = two.first.phone
    expect(await showPhrase(again)).toBeNull()
    const asked = await readPhrase(again)
    if (asked.step !== 'ask') throw new Error(asked.step)
    expect(await checkWord(again, 'zebra-not-it')).toBe(false)
    expect(await readPhrase(again)).toEqual(asked)
    expect(await checkWord(again, ` ${words[asked.number - 1]?.toUpperCase()} `)).toBe(true)
    expect(await readPhrase(again)).toEqual({ step: 'elsewhere' })
    expect(await recover(empty.phone, words.join(' '))).toEqual({ ok: true })
  })

  it('stay as long as a slip of the pen stands on the paper, and which word it is is said', async () => {
    const { phone } = two.first
    const words = (await showPhrase(phone)) ?? []
    expect(await checkPaper(phone, words.slice(1).join(' '))).toEqual({
      ok: false,
      reason: 'count',
    })
    const slip = words.with(6, words[6] === 'zebra' ? 'zero' : 'zebra')
    expect(await checkPaper(phone, slip.join(' '))).toEqual({
      ok: false,
      reason: 'differs',
      number: 7,
    })
    expect(await showPhrase(phone)).toEqual(words)
    expect(await readPhrase(phone)).toEqual({ step: 'unwritten' })
  })

  it('may be written and typed by their first four letters', async () => {
    const words = (await showPhrase(two.first.phone)) ?? []
    const short = words.map((word) => word.slice(0, 4)).join(' ')
    expect(await checkPaper(two.first.phone, short)).toEqual({ ok: true })
    await rounds(two.first)
    expect(await recover(empty.phone, short)).toEqual({ ok: true })
  })

  it('are asked for no more by whoever cannot find the paper', async () => {
    const { phone } = two.first
    await checkPaper(phone, await wordsOf(two.first))
    two.world.advance(ASK_WORD_AFTER)
    expect(await readPhrase(phone)).toMatchObject({ step: 'ask' })
    await stopAsking(phone)
    expect(await readPhrase(phone)).toEqual({ step: 'elsewhere' })
  })

  it('do not come back by a tab that still remembers them', async () => {
    await pair(two)
    const { phone } = two.first
    const tab = await openPhone(phone.runtime)
    await checkPaper(phone, await wordsOf(two.first))
    expect(await showPhrase(tab)).not.toBeNull()
    const { secrets } = tab.identity
    await tab.db.state.put(await resealIdentity(tab.identity, { secrets }, tab.db, tab.runtime))
    await phone.reopen()
    expect(await showPhrase(phone)).toBeNull()
    expect(phone.identity.secrets).toEqual({ ...secrets, seed: null })
    tab.close()
  })

  it('on paper, the journal of one alone is kept at the server too, and comes back', async () => {
    const words = await wordsOf(two.first)
    await add(two.first, 'alone')
    await rounds(two.first)
    expect(await recover(empty.phone, words)).toMatchObject({ reason: 'nobody' })
    await checkPaper(two.first.phone, words)
    await rounds(two.first)
    expect(await recover(empty.phone, words)).toEqual({ ok: true })
    await rounds(empty)
    expect(await notesOn(empty)).toEqual(['alone'])
  })

  it('of a journal that was never online are forgotten as well, and its chain is signed all the same', async () => {
    const { phone } = two.first
    await checkPaper(phone, await wordsOf(two.first))
    await two.first.restart()
    expect(await showPhrase(two.first.phone)).toBeNull()
    await pair(two)
    const devices = await readDevices(two.first.phone)
    expect(devices.map((each) => each.standing)).toEqual(['this'])
  })
})

describe('a server without the words', () => {
  it('is told nothing by who knows only whom it is about', async () => {
    await pair(two)
    const answer = await two.world.fetch(
      new Request(`http://tideline.test/api/people/${two.first.phone.me}`),
    )
    expect(answer.status).toBe(401)
  })
})
