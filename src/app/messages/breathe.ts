/** One minute of breathing. It asks for nothing and counts nothing. */
export const breathe = {
  title: 'Breathe for a minute',
  in: 'In',
  out: 'Out, slowly',
  done: 'That was a minute.',
  again: 'Once more',
  leave: 'Back to Now',
  how: 'Pace, movement, sound',
  paces: {
    four: 'In for four, out for six',
    slower: 'In for four, out for eight',
    slowest: 'In for five, out for ten',
  },
  still: 'Without movement',
  sound: 'A soft tone',
  touch: 'A light tap on the phone',
}
