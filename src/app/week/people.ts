import type { Us } from '../../device/couple/us.ts'

/** One of the two, as the walk names them. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly side: 'left' | 'right'
}

/**
 * Who walks: both, in the order of the couple, which is the same on both phones; or its owner alone.
 * `them` is what the other is called until their name has arrived.
 */
export function whoWalks(us: Us, them: string): readonly Person[] {
  const other = us.side === 'left' ? 'right' : 'left'
  const me: Person = { id: us.me.id, name: us.me.name ?? '', side: us.side }
  if (us.couple === null || us.closed || !us.partner) return [me]
  const partner: Person = { id: us.partner.id, name: us.partner.name ?? them, side: other }
  return us.side === 'left' ? [me, partner] : [partner, me]
}

/** The person of that id; the first where it is nobody's here. */
export const personOf = (people: readonly Person[], id: string | null): Person =>
  people.find((each) => each.id === id) ?? people[0]!

/** The other of the two; alone, the same. */
export const otherThan = (people: readonly Person[], id: string): Person =>
  people.find((each) => each.id !== id) ?? people[0]!
