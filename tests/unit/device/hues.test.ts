import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bringHues, chooseHues } from '../../../src/device/couple/choose-hues.ts'
import { readHues } from '../../../src/device/couple/hues.ts'
import { chooseRhythm } from '../../../src/device/couple/choose-rhythm.ts'
import { readRhythm } from '../../../src/device/couple/rhythm.ts'
import { leaveCouple } from '../../../src/device/couple/leave.ts'
import { readUs } from '../../../src/device/couple/us.ts'
import { openPair, openTwo, pair, type TestPhone, type Two } from './phones.ts'

/** The two hues of a couple: chosen by either, seen by both. */

let two: Two
beforeEach(async () => {
  two = await openTwo()
})
afterEach(async () => {
  await two.close()
})

/** Which hue is on which side, as one of the phones draws it. */
async function drawnOn({ phone }: TestPhone): Promise<string> {
  const [{ pair: of, mine }, { side }] = [await readHues(phone), await readUs(phone)]
  const isFirstLeft = (mine === 'first') === (side === 'left')
  return `${of}: ${isFirstLeft ? 'first' : 'second'} on the left`
}

describe('the two hues', () => {
  it('are those of the beginning until somebody chooses, and one each', async () => {
    two = await openPair(two)
    for (const test of [two.first, two.second]) {
      expect(await drawnOn(test)).toBe('shore: first on the left')
    }
    const taken = [await readHues(two.first.phone), await readHues(two.second.phone)]
    expect(new Set(taken.map(({ mine }) => mine)).size).toBe(2)
  })

  it('are the same on both phones whoever chooses, and choosing one leaves the other', async () => {
    two = await openPair(two)
    await chooseHues(two.first.phone, { pair: 'moor', mine: 'second' })
    await two.settle()
    expect(await readHues(two.first.phone)).toEqual({ pair: 'moor', mine: 'second' })
    expect(await readHues(two.second.phone)).toEqual({ pair: 'moor', mine: 'first' })
    await chooseHues(two.second.phone, { pair: 'harbour', mine: 'second' })
    await two.settle()
    expect(await readHues(two.first.phone)).toEqual({ pair: 'harbour', mine: 'first' })
    expect(await drawnOn(two.first)).toBe(await drawnOn(two.second))
  })

  it('are both counted where two choices come right after one another', async () => {
    two = await openPair(two)
    const { phone } = two.first
    await Promise.all([chooseHues(phone, { pair: 'moor' }), chooseHues(phone, { mine: 'second' })])
    expect(await readHues(phone)).toEqual({ pair: 'moor', mine: 'second' })
    await Promise.all([
      chooseHues(phone, { mine: 'first' }),
      chooseHues(phone, { pair: 'harbour' }),
    ])
    await two.settle()
    expect(await readHues(phone)).toEqual({ pair: 'harbour', mine: 'first' })
    expect(await drawnOn(two.first)).toBe(await drawnOn(two.second))
    // So are the day and the hour of the week, which are chosen in the same way.
    await Promise.all([chooseRhythm(phone, { day: 3 }), chooseRhythm(phone, { hour: 9 })])
    expect(await readRhythm(phone)).toMatchObject({ day: 3, hour: 9 })
  })

  it('are one choice where both chose in a tunnel', async () => {
    two = await openPair(two)
    await chooseHues(two.first.phone, { pair: 'moor', mine: 'first' })
    await chooseHues(two.second.phone, { pair: 'harbour', mine: 'first' })
    expect(await readHues(two.first.phone)).toEqual({ pair: 'moor', mine: 'first' })
    await two.settle()
    expect(await drawnOn(two.first)).toBe(await drawnOn(two.second))
  })

  it('come along from a journal of one, and are kept by who stays behind', async () => {
    const { first, second } = two
    await chooseHues(first.phone, { pair: 'harbour', mine: 'second' })
    expect(await readHues(first.phone)).toEqual({ pair: 'harbour', mine: 'second' })
    await pair(two)
    await bringHues(first.phone)
    await bringHues(second.phone)
    await two.settle()
    expect(await readHues(first.phone)).toEqual({ pair: 'harbour', mine: 'second' })
    expect(await readHues(second.phone)).toEqual({ pair: 'harbour', mine: 'first' })
    await chooseHues(second.phone, { pair: 'moor', mine: 'first' })
    await two.settle()
    // It comes along once: what was chosen together since stands.
    await bringHues(first.phone)
    expect(await readHues(first.phone)).toEqual({ pair: 'moor', mine: 'second' })
    await leaveCouple(second.phone, { withdraw: false })
    expect(await readHues(second.phone)).toEqual({ pair: 'moor', mine: 'first' })
    await chooseHues(second.phone, { pair: 'shore', mine: 'second' })
    expect(await readHues(second.phone)).toEqual({ pair: 'shore', mine: 'second' })
  })
})
