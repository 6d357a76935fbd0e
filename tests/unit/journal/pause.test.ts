import { expect, it } from 'vitest'
import { isAsked, isPromise, toMinute } from '../../../src/journal/pause.ts'
import { hoursIn, timeIn } from '../../people.ts'

const MINUTE = 60_000

it('a return is promised to the minute, and never earlier than it was said', () => {
  expect(toMinute(hoursIn(1))).toBe(hoursIn(1))
  expect(toMinute(hoursIn(1) + 1)).toBe(hoursIn(1) + MINUTE)
})

it.each([
  ['in twenty minutes', 20 * MINUTE, true],
  ['tomorrow at nine', 14 * 60 * MINUTE, true],
  ['in a week', 7 * 24 * 60 * MINUTE, true],
  ['just now', 0, false],
  ['in the past', -MINUTE, false],
  ['in more than a week', 7 * 24 * 60 * MINUTE + MINUTE, false],
])('%s may be promised: %s ms ahead, %s', (_name, ahead, answer) => {
  expect(isPromise(hoursIn(0) + ahead, hoursIn(0))).toBe(answer)
})

it.each([
  ['before the time', 0.9, undefined, false],
  ['at the time', 1, undefined, true],
  ['the next day', 25, undefined, true],
  ['after two days it simply stays a pause', 50, undefined, false],
  ['once it was answered', 2, timeIn(1), false],
])('its author is asked: %s', (_name, hours, ended, answer) => {
  const pause = { until: timeIn(1), ...(ended ? { ended } : {}) }
  expect(isAsked(pause, hoursIn(hours))).toBe(answer)
})
