import type { Situation } from '../../journal/move.ts'

/** What set it off, from the list. */
export const situations: Record<Situation, string> = {
  'no-reply': 'no reply',
  tone: 'a tone',
  'plans-changed': 'plans changed',
  late: 'late',
  phone: 'the phone',
  money: 'money',
  'in-laws': 'in-laws',
  children: 'the children',
  chores: 'chores',
  sex: 'sex',
  work: 'work',
  jealousy: 'jealousy',
  'not-heard': 'not being heard',
  'alone-time': 'time alone',
  own: 'something else',
}

/** The words for a situation's code; a code of a newer version is shown as it is. */
export function saySituation(code: string): string {
  return (situations as Readonly<Record<string, string>>)[code] ?? code.replaceAll('-', ' ')
}
