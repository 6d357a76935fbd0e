import type { Hue, Pair } from '../../journal/hues.ts'

/** The two hues: which they are, and whose is which. */
export const hues = {
  title: 'Your two colours',
  about:
    'One for each of you, of equal weight. You both see the same two, and the last choice holds.',
  aboutAlone: 'One is yours. If you are two one day, the other is theirs.',
  pair: 'Which two',
  pairs: {
    shore: 'Ochre and violet',
    harbour: 'Copper and sea blue',
    moor: 'Moss and slate blue',
  } satisfies Record<Pair, string>,
  mine: 'Yours',
  names: {
    shore: { first: 'Ochre', second: 'Violet' },
    harbour: { first: 'Copper', second: 'Sea blue' },
    moor: { first: 'Moss', second: 'Slate blue' },
  } satisfies Record<Pair, Record<Hue, string>>,
  left: (hue: string, name: string) => `${hue} is ${name}’s then.`,
  partner: 'your partner',
  kept: 'Kept.',
  full: 'This phone has no room left, so your colours stay as they were. Free some space, then choose again.',
}
