import type { LoopAnswer, Seen } from '../../journal/loop-answer.ts'
import type { LoopName } from '../../journal/loop-name.ts'
import { wholeOf } from '../../journal/loop-note.ts'
import { newestOf, nextTurn } from '../../journal/turn.ts'
import { type KnownCouple, readCouple, readOpenCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import { type Saved, writeRecords } from '../records.ts'

/**
 * What the two say about a loop: its name, and "not how I saw it". A note about one that was found rests on the
 * moments the loop had then (ids of cards), and is looked up again among the loops found now.
 */

export interface NameNote {
  readonly by: string
  readonly turn: number
  readonly entries: readonly string[]
  /** Empty: taken back. */
  readonly name: string
}

export interface AnswerNote {
  /** Whose answer it is. */
  readonly by: string
  /** It came from their own phone, not from the one the two used together. */
  readonly own: boolean
  readonly turn: number
  readonly entries: readonly string[]
  readonly seen: Seen
  readonly line: string
}

export interface LoopNotes {
  readonly names: readonly NameNote[]
  readonly answers: readonly AnswerNote[]
}

/** `alone`: there is no couple whose loop it could be. */
export type Noted = Saved | { ok: false; reason: 'alone' }

/**
 * Gives the loop that rests on `entries` (ids of cards) a name; an empty one takes the name back.
 * `voice` is whose words they are where the two use one phone.
 */
export async function nameLoop(
  phone: Phone,
  entries: readonly string[],
  name: string,
  voice?: string,
): Promise<Noted> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return { ok: false, reason: 'alone' }
  const { names } = await readLoopNotes(phone)
  const body = {
    type: 'loop-name' as const,
    name: name.trim(),
    ...restingOn(entries, names, voice),
  }
  const edit = { id: noteId(phone, 'loop-name', entries, voice), audience: 'us' as const }
  return writeRecords(phone, [{ ...edit, next: () => body }], couple.id)
}

/** Answers how the loop that rests on `entries` was seen, with a line where there is one. */
export async function answerLoop(
  phone: Phone,
  entries: readonly string[],
  answer: { readonly seen: Seen; readonly line: string },
  voice?: string,
): Promise<Noted> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return { ok: false, reason: 'alone' }
  const { answers } = await readLoopNotes(phone)
  const line = answer.line.trim()
  const body = {
    type: 'loop-answer' as const,
    seen: answer.seen,
    ...(line === '' ? {} : { line }),
    ...restingOn(entries, answers, voice),
  }
  const edit = { id: noteId(phone, 'loop-answer', entries, voice), audience: 'us' as const }
  return writeRecords(phone, [{ ...edit, next: () => body }], couple.id)
}

function restingOn(
  entries: readonly string[],
  notes: readonly { readonly entries: readonly string[]; readonly turn: number }[],
  voice: string | undefined,
): Pick<LoopName, 'entries' | 'turn' | 'voice'> {
  const loop = { id: '', entries }
  const earlier = notes.filter((note) => wholeOf(note.entries, [loop]) !== null)
  const turn = nextTurn(earlier)
  return { entries: [...entries], turn, ...(voice === undefined ? {} : { voice }) }
}

/** The same on every device of its author, as long as the loop rests on the same moments. */
const noteId = (
  { vault, me }: Phone,
  type: string,
  entries: readonly string[],
  voice: string | undefined,
): string => {
  const subject = [...entries.toSorted(), ...(voice && voice !== me ? [`by ${voice}`] : [])]
  return vault.deriveId(type, subject.join(' '))
}

/** Every name and answer of the couple that opens on this phone. */
export async function readLoopNotes(phone: Phone): Promise<LoopNotes> {
  const couple = await readCouple(phone.db)
  const names: NameNote[] = []
  const answers: AnswerNote[] = []
  if (!couple) return { names, answers }
  const types = ['loop-name', 'loop-answer']
  for (const { author, envelope } of await phone.db.records.where('type').anyOf(types).toArray()) {
    if (envelope.couple !== couple.id) continue
    const opened = phone.vault.open(envelope)
    if (!opened.ok) continue
    const { body } = opened
    if (body.type === 'loop-name') {
      names.push({ by: author, turn: body.turn, entries: body.entries, name: body.name })
    } else if (body.type === 'loop-answer') {
      answers.push(answerOf(body, author, couple))
    }
  }
  return { names, answers }
}

function answerOf(body: LoopAnswer, author: string, { members }: KnownCouple): AnswerNote {
  const { voice, seen, line = '', turn, entries } = body
  const by = voice !== undefined && members.includes(voice) ? voice : author
  return { by, own: by === author, turn, entries, seen, line }
}

/** What is said about one loop. */
export interface Told {
  readonly name: string | null
  /** One for each who has answered, in the order of their ids: the same on both phones. */
  readonly answers: readonly AnswerNote[]
  /** At least one of the two saw it differently. */
  readonly isSeenDifferently: boolean
}

/** Brings the notes to the loops they belong to. A loop of which nothing is said is not in it. */
export function tellLoops(
  notes: LoopNotes,
  loops: readonly { readonly id: string; readonly entries: readonly string[] }[],
): ReadonlyMap<string, Told> {
  const names = groupByLoop(notes.names, loops)
  const answers = groupByLoop(notes.answers, loops)
  const told = new Map<string, Told>()
  for (const id of new Set([...names.keys(), ...answers.keys()])) {
    const current = currentAnswers(answers.get(id) ?? [])
    told.set(id, {
      name: newestOf(names.get(id) ?? [])?.name || null,
      answers: current,
      isSeenDifferently: current.some(({ seen }) => seen === 'differently'),
    })
  }
  return told
}

/**
 * The same of loops that the two drew. A note about one rests on the drawing itself (its id), not on moments, which
 * a loop that is found may hold too. The name it was drawn with counts until either gives it another.
 */
export function tellDrawn(
  { names, answers }: LoopNotes,
  drawn: readonly { readonly id: string; readonly name?: string }[],
): ReadonlyMap<string, Told> {
  const first = drawn.flatMap(({ id, name }): NameNote[] =>
    name ? [{ by: '', turn: 0, entries: restOfDrawn(id), name }] : [],
  )
  const wholes = drawn.map(({ id }) => ({ id, entries: restOfDrawn(id) }))
  return tellLoops({ names: [...names, ...first], answers }, wholes)
}

/** What a note about a drawn loop rests on: for `nameLoop` and `answerLoop`. */
export const restOfDrawn = (id: string): readonly string[] => [id]

/** What came from a person's own phone counts before what was said for them on the other. */
function currentAnswers(answers: readonly AnswerNote[]): AnswerNote[] {
  return [...new Set(answers.map(({ by }) => by))].toSorted().flatMap((by) => {
    const theirs = answers.filter((each) => each.by === by)
    const own = theirs.filter((each) => each.own)
    return newestOf(own.length > 0 ? own : theirs) ?? []
  })
}

function groupByLoop<N extends { readonly entries: readonly string[] }>(
  notes: readonly N[],
  loops: readonly { readonly id: string; readonly entries: readonly string[] }[],
): Map<string, N[]> {
  // Only loops that hold one of its moments can be a note's.
  const holding = new Map<string, (typeof loops)[number]>()
  for (const loop of loops) for (const entry of loop.entries) holding.set(entry, loop)
  const groups = new Map<string, N[]>()
  for (const note of notes) {
    const near = new Set(note.entries.flatMap((entry) => holding.get(entry) ?? []))
    const loop = wholeOf(note.entries, [...near])
    if (loop) groups.set(loop.id, [...(groups.get(loop.id) ?? []), note])
  }
  return groups
}
