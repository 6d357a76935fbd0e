import type { JournalFile } from '../../journal/export.ts'
import { parseWeekPart, type WeekPart } from '../../journal/week.ts'
import type { Phone } from '../phone.ts'
import { partId } from '../week/week-write.ts'
import type { Brought } from './transfer.ts'

/**
 * What a person said, planned and set in weeks, in their file and back. It comes back as their own alone:
 * the other of the two is not there. Where each of them stood (*close*, *open*, *at ease*) is in the file only.
 */

type FileWeek = NonNullable<JournalFile['weeks']>[number]

/** Everything of this person's, and nothing that was said for the other on this phone. */
export async function weeksToFile({ db, vault, me }: Phone): Promise<FileWeek[]> {
  const records = await db.records.where('type').equals('week').toArray()
  return records.flatMap(({ author, envelope }) => {
    const opened = author === me && !envelope.deleted ? vault.open(envelope) : null
    const part = opened?.ok ? parseWeekPart(opened.body) : null
    const told = part && tellPart(part, me)
    if (!part || !told) return []
    // An answer that waits to be shown is its author's alone, also where the week is of two.
    const together = envelope.couple !== null || part.part === 'held'
    return [{ id: envelope.id, together, week: part.week, part: part.part, ...told }]
  })
}

/** A part as it is read in the file; null where it holds nothing of this person's to read. */
function tellPart(part: WeekPart, me: string): object | null {
  switch (part.part) {
    case 'said':
      return part.voice === me
        ? { about: part.about, text: part.text, feelings: part.feelings }
        : null
    case 'experiment':
      return {
        who: part.who.map((each) => (each === me ? 'me' : 'partner')),
        what: part.what,
        when: part.when,
        turn: part.turn,
      }
    case 'outcome':
      return { went: part.went, turn: part.turn }
    case 'half':
      return part.voice === me && part.half.as === 'opened' ? { answer: part.half.answer } : null
    case 'held':
      return { answer: part.answer }
    case 'place':
      return { step: part.step, length: part.length, state: part.state, turn: part.turn }
    case 'topic':
      return null
  }
}

/** What a file brings of weeks: one record for each week and subject; of two, the one its author wrote alone. */
export function weeksFromFile(phone: Phone, weeks: readonly FileWeek[]): Brought[] {
  const found = new Map<string, Brought>()
  for (const week of weeks.toSorted((a, b) => Number(a.together) - Number(b.together))) {
    for (const part of readParts(week, phone.me)) {
      const id = partId(phone, null, part)
      if (!found.has(id)) found.set(id, { id, was: week.id, body: part })
    }
  }
  return [...found.values()]
}

/** The parts that something in the file becomes. A week of two is over for whoever brings it: it does not stand open. */
function readParts(file: FileWeek, voice: string): WeekPart[] {
  const { together, week, id: _id, ...rest } = file
  const given = { ...rest, type: 'week', week }
  const answer = rest['answer'] as { as?: unknown; text?: unknown } | undefined
  const isWordsShown = together && answer?.as === 'appreciation'
  const who = Array.isArray(rest['who']) && rest['who'].includes('me') ? [voice] : []
  const tried: object[] = isWordsShown
    ? [{ ...given, part: 'said', about: 'good', voice, text: answer.text, feelings: [] }]
    : rest['part'] === 'place'
      ? together
        ? []
        : [{ ...given, seat: 'alone', calm: true }]
      : [{ ...given, voice, who }]
  const parts = tried.flatMap((each) => parseWeekPart(each) ?? [])
  const over = {
    type: 'week',
    part: 'place',
    week,
    turn: 1,
    step: 'end',
    length: 'long',
    seat: 'alone',
    state: 'finished',
    calm: true,
  }
  const stands = together && parts.length > 0 ? parseWeekPart(over) : null
  return stands ? [...parts, stands] : parts
}
