/** The twelve words: shown, written down, asked for, and what they are for. */
export const phrase = {
  title: 'Twelve words',
  why: 'If this phone is lost and you have no other, only these twelve words bring your journal back. Nobody else has them: not the server, not the people who make Tideline, not your partner. Without a phone of yours and without the words, nothing can.',
  paper:
    'Write them on paper, in their order, and put it where nobody looks. Whoever has them can read everything you keep.',
  copy: 'From then on the server keeps a sealed copy of your journal, because words alone bring nothing back. It can open none of it.',
  screenshot:
    'Not a screenshot: pictures travel to clouds, and to whoever scrolls through your photos.',
  show: 'Show my twelve words',
  alone: 'Is nobody looking?',
  list: 'The twelve words, in order',
  print: 'Print them',
  written: 'They are on paper',
  hide: 'Hide them',
  step: {
    written:
      'They are on paper. In a few days one of them is asked for, to be sure; then this phone forgets all twelve.',
    elsewhere:
      'They are on paper, and not on this phone. If you cannot find them, keep a second phone: each of your phones can bring in the next.',
  },
  again: 'Show them again',
  ask: (number: number) => `Which is word ${number} on your paper?`,
  askAbout:
    'Once it is right, this phone forgets all twelve, so that nobody who takes it can take them.',
  word: (number: number) => `Word ${number}`,
  check: 'That is it',
  wrong:
    'That is not the one. Look at your paper again, or see the words once more and write them anew.',
}
