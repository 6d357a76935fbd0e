import type { Moment } from '../../device/moments/read.ts'
import type { loop } from '../messages/loop.ts'

/** What set it off: situations of the list, and the words for it where its author has opened them. */
export function saySetOff(
  { move, words, visible, mine }: Moment,
  m: typeof loop,
  saySituation: (code: string) => string,
): string {
  const listed = (move.triggers ?? []).filter((code) => code !== 'own').map(saySituation)
  const isOpened = visible.to === 'us' && visible.open && visible.words.includes('situation')
  const own = words.situation && (!mine || isOpened) ? [words.situation] : []
  const said = [...listed, ...own].join(', ')
  return said === '' ? m.setOffUnsaid : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`
}
