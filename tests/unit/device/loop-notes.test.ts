import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCycles } from '../../../src/device/loops/cycles.ts'
import { countHoles } from '../../../src/device/sync/holes.ts'
import {
  answerLoop,
  nameLoop,
  readLoopNotes,
  restOfDrawn,
  tellDrawn,
  tellLoops,
} from '../../../src/device/loops/loop-notes.ts'
import { drawOwnLoop, readOwnLoops } from '../../../src/device/loops/own-loops.ts'
import { readMoments, readPlaces } from '../../../src/device/moments/read.ts'
import { readReplies, readWeekMarks, sayReply } from '../../../src/device/moments/replies.ts'
import { chooseSharing } from '../../../src/device/moments/share.ts'
import { addEntry } from '../../../src/device/moments/add-entry.ts'
import type { Kind } from '../../../src/journal/move.ts'
import { hoursIn, timeIn } from '../../people.ts'
import { openPair, type TestPhone, type Two } from './phones.ts'

let two: Two
beforeEach(async () => {
  two = await openPair()
})
afterEach(async () => {
  await two.close()
})

async function open(on: TestPhone, kind: Kind, hours: number): Promise<string> {
  const added = await addEntry(on.phone, { kind, at: timeIn(hours) })
  if (!added.ok) throw new Error(added.reason)
  await chooseSharing(on.phone, added.id, { with: 'us', opens: 'now', words: [] })
  return added.id
}

const LATER = new Date(hoursIn(24 * 5)).toISOString()
const loopsOn = async ({ phone }: TestPhone) => (await runCycles(phone, LATER)).shared.cycles
const toldOn = async (on: TestPhone) => tellLoops(await readLoopNotes(on.phone), await loopsOn(on))

/** Reaching and stepping back, twice round, and a turning back. */
async function goRound(): Promise<void> {
  await open(two.first, 'pursue', 0)
  await open(two.second, 'withdraw', 1)
  await open(two.first, 'pursue', 3)
  await open(two.second, 'withdraw', 4)
  await open(two.second, 'repair', 9)
  await two.settle()
}

describe('a loop that was found', () => {
  it('has the name that was given last, on both phones', async () => {
    await goRound()
    const [loop] = await loopsOn(two.first)
    expect(loop?.entries).toHaveLength(5)
    await nameLoop(two.first.phone, loop!.entries, 'our Sunday-night loop')
    await two.settle()
    await nameLoop(two.second.phone, loop!.entries, ' the dishes ')
    await two.settle()
    for (const each of [two.first, two.second]) {
      expect((await toldOn(each)).get(loop!.id)?.name).toBe('the dishes')
    }
    await nameLoop(two.first.phone, loop!.entries, '')
    await two.settle()
    for (const each of [two.first, two.second]) {
      expect((await toldOn(each)).get(loop!.id)?.name).toBeNull()
    }
  })

  it('has one name when both gave one in a tunnel', async () => {
    await goRound()
    const [loop] = await loopsOn(two.first)
    two.first.offline = true
    two.second.offline = true
    await nameLoop(two.first.phone, loop!.entries, 'one')
    await nameLoop(two.second.phone, loop!.entries, 'another')
    two.first.offline = false
    two.second.offline = false
    await two.settle()
    const names = await Promise.all([two.first, two.second].map(toldOn))
    const [a, b] = names.map((told) => told.get(loop!.id)?.name)
    expect(a).toBe(b)
    expect(a).toBe(two.first.phone.me > two.second.phone.me ? 'one' : 'another')
  })

  it('keeps its name and its answers when it is found anew with more in it, under another id', async () => {
    await goRound()
    const [loop] = await loopsOn(two.first)
    await nameLoop(two.first.phone, loop!.entries, 'the long Monday')
    await answerLoop(two.second.phone, loop!.entries, { seen: 'differently', line: 'I was ill' })
    await open(two.second, 'withdraw', -1)
    await two.settle()
    const [anew] = await loopsOn(two.first)
    expect(anew?.id).not.toBe(loop!.id)
    for (const each of [two.first, two.second]) {
      const told = (await toldOn(each)).get(anew!.id)
      expect(told?.name).toBe('the long Monday')
      expect(told?.answers).toMatchObject([{ by: two.second.phone.me, line: 'I was ill' }])
    }
  })

  it('is seen differently on both phones, with each one’s line, and is found just the same', async () => {
    await goRound()
    const before = await runCycles(two.first.phone, LATER)
    const [loop] = before.shared.cycles
    two.second.offline = true
    await answerLoop(two.second.phone, loop!.entries, { seen: 'differently', line: 'I was asleep' })
    await answerLoop(two.first.phone, loop!.entries, { seen: 'so', line: 'It felt long to me' })
    two.second.offline = false
    await two.settle()
    for (const each of [two.first, two.second]) {
      const told = (await toldOn(each)).get(loop!.id)
      expect(told?.isSeenDifferently).toBe(true)
      expect(new Map(told?.answers.map(({ by, line }) => [by, line]))).toEqual(
        new Map([
          [two.first.phone.me, 'It felt long to me'],
          [two.second.phone.me, 'I was asleep'],
        ]),
      )
      expect((await runCycles(each.phone, LATER)).shared).toEqual(before.shared)
    }
  })

  it('is seen alike again when the answer is taken back', async () => {
    await goRound()
    const [loop] = await loopsOn(two.first)
    await answerLoop(two.second.phone, loop!.entries, { seen: 'differently', line: 'no' })
    await answerLoop(two.second.phone, loop!.entries, { seen: 'so', line: '' })
    await two.settle()
    const told = (await toldOn(two.first)).get(loop!.id)
    expect(told?.isSeenDifferently).toBe(false)
    expect(told?.answers).toMatchObject([{ seen: 'so', line: '' }])
    expect(await countHoles(two.first.phone)).toBe(0)
  })

  it('takes an answer spoken on the other’s phone, until its own author gives one', async () => {
    await goRound()
    const [loop] = await loopsOn(two.first)
    const { me: second } = two.second.phone
    const spoken = { seen: 'differently', line: 'said on the sofa' } as const
    await answerLoop(two.first.phone, loop!.entries, spoken, second)
    await two.settle()
    const told = (await toldOn(two.second)).get(loop!.id)
    expect(told?.answers).toMatchObject([{ by: second, own: false, line: 'said on the sofa' }])
    await answerLoop(two.second.phone, loop!.entries, { seen: 'so', line: 'after all' })
    await answerLoop(two.first.phone, loop!.entries, spoken, second)
    await two.settle()
    const again = (await toldOn(two.first)).get(loop!.id)
    expect(again?.answers).toMatchObject([{ by: second, own: true, line: 'after all' }])
  })
})

describe('an opened moment', () => {
  it('is answered in three ways, each taken back by itself, and unanswered is nothing at all', async () => {
    await open(two.first, 'pursue', 0)
    await two.settle()
    const [place] = await readPlaces(two.second.phone)
    const [moment] = await readMoments(two.second.phone, [place!.key])
    if (!moment || !('move' in moment)) throw new Error('it did not open')
    expect(await readReplies(two.first.phone)).toEqual(new Map())
    await sayReply(two.second.phone, moment.moveId, 'thanks', true)
    await sayReply(two.second.phone, moment.moveId, 'week', true)
    await two.settle()
    const said = (await readReplies(two.first.phone)).get(moment.moveId)
    expect(said).toEqual({ mine: [], theirs: ['thanks', 'week'] })
    expect(await readWeekMarks(two.first.phone)).toMatchObject([{ mine: false, theirs: true }])
    expect(await readWeekMarks(two.second.phone)).toEqual([
      { card: moment.moveId, key: place!.key, mine: true, theirs: false },
    ])
    await sayReply(two.second.phone, moment.moveId, 'week', false)
    await sayReply(two.second.phone, moment.moveId, 'thanks', false)
    await two.settle()
    expect(await readReplies(two.first.phone)).toEqual(new Map())
    expect(await readWeekMarks(two.first.phone)).toEqual([])
  })

  it('keeps nothing marked for the week that its author has closed again', async () => {
    const id = await open(two.first, 'pursue', 0)
    await two.settle()
    const [marked] = (await loopsAndKeys(two.second)).keys
    await sayReply(two.second.phone, marked!, 'week', true)
    await two.settle()
    expect(await readWeekMarks(two.first.phone)).toHaveLength(1)
    await chooseSharing(two.first.phone, id, { with: 'me', loops: true })
    await two.settle()
    expect(await readWeekMarks(two.first.phone)).toEqual([])
    expect(await readWeekMarks(two.second.phone)).toEqual([])
  })

  it('is found for a loop that the two drew, whosever it is', async () => {
    await open(two.first, 'pursue', 0)
    await open(two.second, 'repair', 2)
    await two.settle()
    const keys = (await readPlaces(two.first.phone)).map(({ key }) => key)
    expect(await drawOwnLoop(two.first.phone, keys, 'ours')).toEqual({ ok: true })
    await two.settle()
    for (const { phone } of [two.first, two.second]) {
      const places = (await readPlaces(phone)).map(({ key }) => key)
      expect(await readOwnLoops(phone)).toMatchObject([{ name: 'ours', keys: places }])
    }
  })

  it('is called by a drawn loop’s name what either says last, and is seen differently by itself', async () => {
    await goRound()
    const keys = await placesOn(two.first)
    await drawOwnLoop(two.first.phone, keys, 'ours')
    await two.settle()
    const told = async () => {
      await two.settle()
      const both = [two.first, two.second].map(async ({ phone }) => {
        const drawn = await readOwnLoops(phone)
        return tellDrawn(await readLoopNotes(phone), drawn).get(drawn[0]!.id)
      })
      return Promise.all(both)
    }
    const names = async () => (await told()).map((each) => each?.name)
    expect(await names()).toEqual(['ours', 'ours'])
    const rest = restOfDrawn((await readOwnLoops(two.first.phone))[0]!.id)
    expect(await nameLoop(two.second.phone, rest, ' the sofa loop ')).toEqual({ ok: true })
    expect(await names()).toEqual(['the sofa loop', 'the sofa loop'])
    await nameLoop(two.first.phone, rest, 'the Sunday loop')
    expect(await names()).toEqual(['the Sunday loop', 'the Sunday loop'])
    await nameLoop(two.second.phone, rest, '')
    expect(await names()).toEqual([null, null])

    await answerLoop(two.second.phone, rest, { seen: 'differently', line: 'I was only tired' })
    for (const each of await told()) {
      expect(each).toMatchObject({
        isSeenDifferently: true,
        answers: [{ by: two.second.phone.me, line: 'I was only tired' }],
      })
    }
    // The loop that was found through the same moments has had nothing said about it.
    expect((await toldOn(two.first)).size).toBe(0)
  })
})

const placesOn = async ({ phone }: TestPhone) => (await readPlaces(phone)).map(({ key }) => key)

async function loopsAndKeys({ phone }: TestPhone) {
  const places = await readPlaces(phone)
  const moments = await readMoments(
    phone,
    places.map(({ key }) => key),
  )
  return { keys: moments.flatMap((each) => ('move' in each ? [each.moveId] : [])) }
}
