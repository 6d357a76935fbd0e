import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseRhythm } from '../../../src/device/couple/choose-rhythm.ts'
import { readRhythm } from '../../../src/device/couple/rhythm.ts'
import { readUs } from '../../../src/device/couple/us.ts'
import { keepHalfSaid, nameInWeek, readHalfSaid } from '../../../src/device/half-said.ts'
import { syncOnce } from '../../../src/device/sync/sync.ts'
import { readWeekParts } from '../../../src/device/week/week.ts'
import { commitTo } from '../../../src/device/week/week-commit.ts'
import { spanOfWeek, spanToLook, weekAt } from '../../../src/device/week/week-days.ts'
import {
  adoptWords,
  keepBoth,
  openAnswer,
  sayInWeek,
  sealAnswer,
  setForBoth,
  skipAnswer,
} from '../../../src/device/week/week-write.ts'
import type { Answer, Place } from '../../../src/journal/week.ts'
import { revealOf } from '../../../src/journal/week-reveal.ts'
import { halfBy, saidBy, stepNow, viewWeek, type WeekView } from '../../../src/journal/week-view.ts'
import { people } from '../../people.ts'
import { openPair, openTestPhone, openTwo, pair, type TestPhone, type Two } from './phones.ts'

/** Two look back on a week: on a phone each, on one between them, and one of them alone. */

const WEEK = '2026-03-08'
const appreciation = { week: WEEK, about: 'appreciation' } as const
const says = (text: string): Answer => ({ as: 'appreciation', text })

let two: Two
beforeEach(async () => {
  two = await openTwo()
})
afterEach(async () => {
  await two.close()
})

async function viewOn({ phone }: TestPhone): Promise<WeekView> {
  const { couple } = await readUs(phone)
  return viewWeek(await readWeekParts(phone, couple), WEEK)
}

/** Where the two answers stand on one of the phones. */
async function revealOn(test: TestPhone, about: 'appreciation' | 'sliders' = 'appreciation') {
  const { me, partner } = await readUs(test.phone)
  const view = await viewOn(test)
  const [mine, theirs] = [me.id, partner?.id ?? ''].map((voice) => ({
    voice,
    half: halfBy(view, about, voice)?.half ?? null,
  }))
  return revealOf(mine!, theirs!, commitTo({ week: WEEK, about }))
}

const place = (step: Place['step'], more: Partial<Place> = {}) => ({
  week: WEEK,
  part: 'place' as const,
  step,
  length: 'long' as const,
  seat: 'two-phones' as const,
  state: 'walking' as const,
  calm: true,
  ...more,
})

describe('on two phones', () => {
  it('both are on the same step, whoever goes on, in a tunnel too', async () => {
    two = await openPair(two)
    const { first, second } = two
    await setForBoth(first.phone, place('calm'))
    await two.settle()
    await setForBoth(second.phone, place('calm'))
    await two.settle()
    const members = [(await readUs(first.phone)).me.id, (await readUs(second.phone)).me.id]
    for (const test of [first, second]) {
      expect(stepNow(await viewOn(test), members, 'good')).toBe('good')
    }
    second.offline = true
    await setForBoth(first.phone, place('glance'))
    await setForBoth(first.phone, place('topic'))
    await syncOnce(first.phone)
    await setForBoth(second.phone, place('glance'))
    second.offline = false
    await two.settle()
    for (const test of [first, second]) expect((await viewOn(test)).place?.step).toBe('topic')
  })

  it('an appreciation each is sealed first, and opens when both are sealed', async () => {
    two = await openPair(two)
    const { first, second } = two
    await sealAnswer(first.phone, appreciation, says('the tea'))
    await two.settle()
    expect(await revealOn(first)).toEqual({ phase: 'waiting' })
    expect(await revealOn(second)).toEqual({ phase: 'writing' })
    expect(JSON.stringify(await viewOn(second))).not.toContain('the tea')
    expect(await openAnswer(second.phone, appreciation, 'A'.repeat(43))).toBe(false)

    await sealAnswer(second.phone, appreciation, says('the walk'))
    await two.settle()
    for (const test of [first, second]) {
      const reveal = await revealOn(test)
      expect(reveal.phase).toBe('ready')
      if (reveal.phase !== 'ready') continue
      expect(await openAnswer(test.phone, appreciation, reveal.against)).toBe(true)
    }
    await two.settle()
    expect(await revealOn(first)).toEqual({
      phase: 'shown',
      mine: says('the tea'),
      theirs: says('the walk'),
    })
    expect(await revealOn(second)).toMatchObject({ phase: 'shown', theirs: says('the tea') })
  })

  it('an answer that was exchanged afterwards is said to be, on the phone that had opened', async () => {
    two = await openPair(two)
    const { first, second } = two
    await sealAnswer(first.phone, appreciation, says('the tea'))
    await sealAnswer(second.phone, appreciation, says('the walk'))
    await two.settle()
    const ready = await revealOn(first)
    if (ready.phase !== 'ready') throw new Error('not ready')
    await openAnswer(first.phone, appreciation, ready.against)
    await two.settle()
    // Having seen the tea, the other seals something else over what they had sealed.
    await sealAnswer(second.phone, appreciation, says('nothing at all'))
    const theirs = await revealOn(second)
    if (theirs.phase !== 'ready') throw new Error('not ready')
    await openAnswer(second.phone, appreciation, theirs.against)
    await two.settle()
    expect(await revealOn(first)).toEqual({ phase: 'exchanged', mine: says('the tea') })
  })

  it('the answer outlives a killed app between the two steps, and what is open cannot be taken back', async () => {
    two = await openPair(two)
    const { first, second } = two
    await sealAnswer(first.phone, appreciation, says('the tea'))
    await sealAnswer(second.phone, appreciation, says('the walk'))
    await two.settle()
    await first.restart()
    const ready = await revealOn(first)
    if (ready.phase !== 'ready') throw new Error('not ready')
    expect(await openAnswer(first.phone, appreciation, ready.against)).toBe(true)
    await skipAnswer(first.phone, appreciation)
    await sealAnswer(first.phone, appreciation, says('something else'))
    expect(halfBy(await viewOn(first), 'appreciation', first.phone.me)?.half).toMatchObject({
      as: 'opened',
      answer: says('the tea'),
    })
  })

  it('has one week in two zones, on the day either of them chose', async () => {
    two = await openPair(two)
    const { first, second } = two
    const members = [await readRhythm(first.phone), await readRhythm(second.phone)]
    expect(members[0]).toEqual(members[1])
    await chooseRhythm(second.phone, { day: 5, hour: 20, zone: 'Pacific/Auckland' })
    await two.settle()
    expect(await readRhythm(first.phone)).toEqual({
      day: 5,
      hour: 20,
      zone: 'Pacific/Auckland',
    })
    await chooseRhythm(first.phone, { day: 2, hour: 17, zone: people.first.zone })
    await two.settle()
    for (const { phone } of [first, second]) {
      expect(await readRhythm(phone)).toEqual({ day: 2, hour: 17, zone: people.first.zone })
      const [here, there] = [first, second].map(async (test) =>
        weekAt(two.world.clock(), await readRhythm(test.phone)),
      )
      expect(await here).toBe(await there)
    }
  })
})

describe('on one phone', () => {
  it('keeps both answers at once with no network, and the other can make theirs their own', async () => {
    two = await openPair(two)
    const { first, second } = two
    const [noa, remy] = [first.phone.me, second.phone.me]
    first.offline = true
    await setForBoth(first.phone, place('good', { seat: 'one-phone' }))
    await keepBoth(first.phone, appreciation, [
      [noa, says('the tea')],
      [remy, says('the walk')],
    ])
    const said = { week: WEEK, about: 'helped' as const, feelings: [] }
    await sayInWeek(first.phone, { ...said, voice: remy, text: 'the quiet' })
    expect(await revealOn(first)).toMatchObject({ phase: 'shown', theirs: says('the walk') })

    first.offline = false
    await two.settle()
    expect(await revealOn(second)).toMatchObject({ phase: 'shown', mine: says('the walk') })
    expect(saidBy(await viewOn(second), 'helped', remy)).toMatchObject({ by: noa })
    expect(await adoptWords(second.phone, WEEK)).toEqual({ ok: true })
    await two.settle()
    for (const test of [first, second]) {
      expect(saidBy(await viewOn(test), 'helped', remy)).toMatchObject({
        by: remy,
        text: 'the quiet',
      })
      expect(await revealOn(test)).toMatchObject({ phase: 'shown' })
    }
  })

  it('what is half said is there after a killed app, and lies nowhere unsealed', async () => {
    const { phone } = two.first
    const name = nameInWeek(WEEK, 'appreciation', phone.me)
    await keepHalfSaid(phone, name, { text: 'the way you', done: true })
    await two.first.restart()
    const again = two.first.phone
    expect(await readHalfSaid(again, name)).toEqual({ text: 'the way you', done: true })
    expect(JSON.stringify(await again.db.state.toArray())).not.toContain('the way you')
  })
})

describe('alone', () => {
  it('is for its author only, and stays theirs in a couple', async () => {
    const { first, second } = two
    await setForBoth(first.phone, place('good', { seat: 'alone' }))
    const { me } = first.phone
    await sayInWeek(first.phone, {
      week: WEEK,
      about: 'good',
      voice: me,
      text: 'the sea',
      feelings: [],
    })
    await pair(two)
    expect(
      saidBy(viewWeek(await readWeekParts(first.phone, null), WEEK), 'good', me),
    ).toMatchObject({
      text: 'the sea',
    })
    expect((await viewOn(first)).place).toBeNull()
    expect(await readWeekParts(second.phone, null)).toEqual([])
    expect(await second.phone.db.records.where('type').equals('week').count()).toBe(0)
  })

  it('counts its days by its own clock', async () => {
    const { phone } = await openTestPhone(two.world, 'Pacific/Auckland')
    await chooseRhythm(phone, { day: 3, hour: 9, zone: 'Europe/Berlin' })
    expect(await readRhythm(phone)).toEqual({ day: 3, hour: 9, zone: 'Pacific/Auckland' })
    phone.close()
  })
})

describe('a week', () => {
  const zone = 'Europe/Berlin'
  const sunday = { day: 0, zone }

  it.each([
    ['on the day itself', '2026-03-08T18:00:00+01:00', '2026-03-08'],
    ['a minute past midnight', '2026-03-09T00:01:00+01:00', '2026-03-08'],
    ['three days late', '2026-03-11T23:00:00+01:00', '2026-03-08'],
    ['three days early', '2026-03-12T00:00:00+01:00', '2026-03-15'],
    ['at a zone’s own midnight, not at Greenwich’s', '2026-03-07T23:30:00Z', '2026-03-08'],
  ])('%s', (_name, at, week) => {
    expect(weekAt(Date.parse(at), sunday)).toBe(week)
  })

  it('is looked at with the days since, where it is done late', () => {
    const { from, until } = spanToLook('2026-03-08', zone)
    expect(from).toBe(spanOfWeek('2026-03-08', zone).from)
    expect(new Date(until).toISOString()).toBe('2026-03-11T23:00:00.000Z')
  })

  it('is seven whole days, an hour short in the week in which the clocks go forward', () => {
    const HOUR = 3_600_000
    const plain = spanOfWeek('2026-03-08', zone)
    expect((plain.until - plain.from) / HOUR).toBe(7 * 24)
    const short = spanOfWeek('2026-03-29', zone)
    expect((short.until - short.from) / HOUR).toBe(7 * 24 - 1)
    expect(new Date(plain.until).toISOString()).toBe('2026-03-08T23:00:00.000Z')
  })
})
