import { toText } from '../../sync/bytes.ts'
import { type Body, carryUnknown } from '../../journal/body.ts'
import { nextTurn } from '../../journal/turn.ts'
import type {
  Answer,
  Experiment,
  Half,
  Held,
  Outcome,
  Place,
  Said,
  ShownTogether,
  Topic,
  WeekPart,
} from '../../journal/week.ts'
import { parseWeekPart } from '../../journal/week.ts'
import { notYetOwn } from '../../journal/week-view.ts'
import { readOpenCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import { type Edit, type NewBody } from '../edit.ts'
import { type Saved, writeRecords } from '../records.ts'
import { readOwnBody } from '../stored-record.ts'
import { readWeekParts } from './week.ts'
import { commitTo } from './week-commit.ts'

/**
 * What the two say and set while they look back on a week. Each writes only their own records: one a
 * week and subject, with an id that each of their devices derives alike. In a couple all but `held`
 * goes to both; alone everything stays with its author.
 */

/** What either may set, as a screen gives it: the turn is counted here. */
export type Setting =
  | Omit<Place, 'type' | 'turn'>
  | Omit<Topic, 'type' | 'turn'>
  | Omit<Experiment, 'type' | 'turn'>
  | Omit<WeekPart & { part: 'outcome' }, 'type' | 'turn'>

/** Sets what either may set. It counts as long as nobody sets it after having seen this. */
export async function setForBoth(phone: Phone, setting: Setting): Promise<Saved> {
  const couple = await readOpenCouple(phone.db)
  const parts = await readWeekParts(phone, couple?.id ?? null)
  const same = parts.flatMap((each) =>
    each.week === setting.week && each.part === setting.part && 'turn' in each ? [each] : [],
  )
  const part = { type: 'week', turn: nextTurn(same), ...setting } as WeekPart
  return write(phone, [part])
}

/** Says how the last experiment went. */
export const sayOutcome = (phone: Phone, week: string, went: Outcome): Promise<Saved> =>
  setForBoth(phone, { week, part: 'outcome', went })

/** Keeps what somebody said in a step. `voice` is whose words they are; on a shared phone the other's too. */
export const sayInWeek = (phone: Phone, said: Omit<Said, 'type' | 'part'>): Promise<Saved> =>
  write(phone, [{ type: 'week', part: 'said', ...said }])

/** Where an answer that is shown together belongs. */
export interface Asked {
  readonly week: string
  readonly about: ShownTogether
}

/**
 * Seals an answer: the commitment goes to the other, the answer stays with its author until it is
 * opened. Both are written in one transaction, so that a commitment always has its answer.
 */
export async function sealAnswer(phone: Phone, asked: Asked, answer: Answer): Promise<Saved> {
  const nonce = toText(phone.runtime.random(32))
  const commitment = commitTo(asked)(answer, nonce, phone.me)
  const held: Held = { type: 'week', part: 'held', ...asked, nonce, answer }
  return write(phone, [half(asked, phone.me, { as: 'sealed', commitment }), held])
}

/**
 * Opens the own answer, against the commitment of the other that this phone holds. False: there is
 * nothing sealed to open, or it is open already.
 */
export async function openAnswer(phone: Phone, asked: Asked, against: string): Promise<boolean> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return false
  const held = await readPart(phone, couple.id, { part: 'held', ...asked })
  const sealed = await readPart(phone, couple.id, { part: 'half', ...asked, voice: phone.me })
  if (held?.part !== 'held' || sealed?.part !== 'half' || sealed.half.as !== 'sealed') return false
  const { nonce, answer } = held
  // A commitment of another own device, whose answer is still on its way here.
  if (commitTo(asked)(answer, nonce, phone.me) !== sealed.half.commitment) return false
  const opened: Half = { as: 'opened', nonce, against, answer }
  return (await write(phone, [half(asked, phone.me, opened)])).ok
}

/** Would rather not this time: then neither answer is shown. */
export const skipAnswer = (phone: Phone, asked: Asked): Promise<Saved> =>
  write(phone, [half(asked, phone.me, { as: 'skipped' })])

/**
 * Keeps what two have shown each other on one phone: both answers, opened against each other, so that
 * they hold the same as if each had been sealed on a phone of its own.
 */
export async function keepBoth(
  phone: Phone,
  asked: Asked,
  answers: readonly [voice: string, answer: Answer][],
): Promise<Saved> {
  const commit = commitTo(asked)
  const sealed = answers.map(([voice, answer]) => {
    const nonce = toText(phone.runtime.random(32))
    return { voice, answer, nonce, commitment: commit(answer, nonce, voice) }
  })
  return write(
    phone,
    sealed.map(({ voice, answer, nonce }) => {
      const against = sealed.find((other) => other.voice !== voice)?.commitment ?? ''
      return half(asked, voice, { as: 'opened', nonce, against, answer })
    }),
  )
}

/** Makes one's own what one said on the other's phone: the same words, in records of one's own. */
export async function adoptWords(phone: Phone, week: string): Promise<Saved> {
  const couple = await readOpenCouple(phone.db)
  if (!couple) return { ok: true }
  const parts = (await readWeekParts(phone, couple.id)).filter((each) => each.week === week)
  const { said, halves } = notYetOwn(
    {
      said: parts.filter((each) => each.part === 'said'),
      halves: parts.filter((each) => each.part === 'half'),
    },
    phone.me,
  )
  const own = [...said, ...halves].map((each) => {
    const { by: _by, ...part } = each
    return part
  })
  return own.length === 0 ? { ok: true } : write(phone, own)
}

const half = ({ week, about }: Asked, voice: string, value: Half): WeekPart => ({
  type: 'week',
  part: 'half',
  week,
  about,
  voice,
  half: value,
})

async function write(phone: Phone, parts: readonly WeekPart[]): Promise<Saved> {
  const couple = await readOpenCouple(phone.db)
  const edits = parts.map(
    (part): Edit => ({
      id: partId(phone, couple?.id ?? null, part),
      audience: couple && part.part !== 'held' ? 'us' : 'me',
      next: (current) => over(current, part),
    }),
  )
  return writeRecords(phone, edits, couple?.id)
}

/** An answer that is open is final: nothing takes it back behind the other's eyes. */
function over(current: Body | null, part: WeekPart): NewBody | null {
  const before = parseWeekPart(current)
  if (before?.part === 'half' && before.half.as === 'opened') return null
  return before ? carryUnknown(current, before, part) : part
}

type Subject =
  | { part: 'place' | 'topic' | 'experiment' | 'outcome'; week: string }
  | { part: 'said' | 'half'; week: string; about: string; voice: string }
  | { part: 'held'; week: string; about: string }

/** There is one of each a week: the same id on every device of its author, and nobody else's. */
export function partId({ vault }: Phone, circle: string | null, subject: Subject): string {
  const about = 'about' in subject ? subject.about : ''
  const voice = 'voice' in subject ? subject.voice : ''
  return vault.deriveId('week', [circle ?? '', subject.week, subject.part, about, voice].join('/'))
}

async function readPart(phone: Phone, circle: string, subject: Subject): Promise<WeekPart | null> {
  return parseWeekPart(await readOwnBody(phone, partId(phone, circle, subject)))
}
