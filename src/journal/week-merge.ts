import { MAX_NOTE } from './entry.ts'
import { parseWeekPart, type WeekPart } from './week.ts'

/**
 * Joins what two devices of one person wrote into the same part of a week. What has a turn: the
 * higher one. What is shown together: the half that was there first, for the other may hold its
 * commitment, and an open one before a sealed one. What was said: both texts, one under the other.
 * Null: not both are parts this version knows.
 */
export function mergeWeekParts(mineBody: unknown, theirsBody: unknown): WeekPart | null {
  const [mine, theirs] = [parseWeekPart(mineBody), parseWeekPart(theirsBody)]
  if (!mine || !theirs || mine.part !== theirs.part) return null
  if ('turn' in mine && 'turn' in theirs) return mine.turn >= theirs.turn ? mine : theirs
  if (mine.part === 'said' && theirs.part === 'said') {
    const text = mine.text.includes(theirs.text) ? mine.text : joinTexts(theirs.text, mine.text)
    return { ...mine, text, feelings: [...new Set([...theirs.feelings, ...mine.feelings])] }
  }
  if (mine.part === 'half' && mine.half.as === 'opened') return mine
  return theirs
}

const joinTexts = (a: string, b: string): string =>
  (b.includes(a) ? b : `${a}\n\n${b}`).slice(0, MAX_NOTE)
