import type { Words } from '../entry.ts'
import { KINDS, type Intensity, type Kind } from '../move.ts'

/**
 * Reads the demo's script: a page of plain text, so that it can be written and read like one.
 *
 *     week                               a week, Monday to Sunday, follows
 *
 *     loop our Sunday-night loop         the couple drew this scene as a loop of their own
 *     Sun 19:45 N T3 phone (alone)       when, who, what and how strong, situations, who may see it
 *       note Asked what it said.         words, a field a line; feelings are separated by `;`
 *     Mon 07:10 R R2                     a day before the last one is in the next week
 *
 * An empty line ends a scene. N and R are the two; T, P, W and R are trigger, pursue, withdraw and
 * repair. Without brackets, a moment has opened the morning after with its words. In the last days
 * a day is a number: -1 is yesterday.
 */

/** Who may see a moment: `alone` is the moment without its words, `tomorrow` still waits. */
export const SEEN = ['words', 'alone', 'now', 'private', 'tomorrow'] as const
export type Seen = (typeof SEEN)[number]

export interface Line {
  /** Days after the Monday of its week; in the last days, days after today. */
  readonly day: number
  /** Minutes after midnight. */
  readonly minute: number
  readonly who: 'N' | 'R'
  readonly kind: Kind
  readonly intensity: Intensity
  readonly situations: readonly string[]
  readonly seen: Seen
  readonly words: Words
}

/** Moments that belong together, or one alone. */
export interface Scene {
  /** What the couple call it, where they drew it as a loop of their own. */
  readonly name: string | null
  readonly lines: readonly Line[]
}

/** The weeks of a script, each with its scenes. */
export function readScript(script: string): Scene[][] {
  return script
    .split(/^(?:week|last days)$/m)
    .slice(1)
    .map((week) => week.trim().split(/\n\n+/).map(readScene))
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MOMENT = /^(\S+) (\d\d):(\d\d) ([NR]) ([TPWR])([1-5])((?: [a-z-]+)*)(?: \((\S+)\))?$/
const FIELD = /^ {2}(situation|felt|underneath|story|needed|request|note) (.+)$/
const LOOP = /^loop (.+)$/

function readScene(text: string): Scene {
  let name: string | null = null
  const lines: Line[] = []
  for (const row of text.split('\n')) {
    const loop = LOOP.exec(row)
    const field = FIELD.exec(row)
    const last = lines.at(-1)
    if (loop !== null) name = loop[1] as string
    else if (field === null) lines.push(readMoment(row, last))
    else if (last !== undefined) addWords(last.words, field[1] as keyof Words, field[2] as string)
  }
  return { name, lines }
}

function readMoment(row: string, before: Line | undefined): Line {
  const read = MOMENT.exec(row)
  if (read === null) throw new Error(`not a moment of the demo: ${row}`)
  const [, day, hour, minute, who, kind, strength, situations, seen] = read
  const named = DAYS.indexOf(day as string)
  const first = named < 0 ? Number(day) : named
  return {
    day: before !== undefined && first < before.day ? first + 7 : first,
    minute: Number(hour) * 60 + Number(minute),
    who: who as Line['who'],
    kind: KINDS['TPWR'.indexOf(kind as string)] as Kind,
    intensity: Number(strength) as Intensity,
    situations: (situations as string).split(' ').filter((code) => code !== ''),
    seen: (seen ?? 'words') as Seen,
    words: {},
  }
}

function addWords(words: Words, field: keyof Words, text: string): void {
  const isList = field === 'felt' || field === 'underneath'
  Object.assign(words, { [field]: isList ? text.split('; ') : text })
}
