import type { Situation } from '../../journal/move.ts'
import { useMessages } from './locale.tsx'

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

/** Says a situation by its code, in the language of the screen; a code of a newer version as it is. */
export function useSaySituation(): (code: string) => string {
  const said: Readonly<Record<string, string>> = useMessages(situations)
  return (code) => said[code] ?? code.replaceAll('-', ' ')
}
