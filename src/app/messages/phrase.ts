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
  again: 'Show them again',
  paperRight: {
    title: 'Once from your paper',
    about:
      'Type them as they stand there: the first four letters of each are enough. Then you know that the paper is right, and this phone forgets all twelve, so that nobody who takes it can take them.',
    label: 'The twelve words on your paper',
    check: 'Compare them',
    later: 'Not now',
    working: 'One moment.',
    failed: 'That did not work just now. Nothing has changed.',
    count: 'These are not twelve words yet.',
    differs: (number: number) =>
      `Word ${number} is another one. Look at your paper again, or see the words once more.`,
  },
  step: {
    written:
      'They are on paper, and not on this phone any more. In a few days one of them is asked for, so that you know that the paper is still there.',
    there: (name: string | null) =>
      `They are on no paper yet, and still on ${name === null ? 'the phone where your journal began' : `“${name}”`}. Write them down there, and it forgets them.`,
    elsewhere:
      'They are on paper, and not on this phone. If you cannot find them, keep a second phone: each of your phones can bring in the next.',
  },
  ask: (number: number) => `Which is word ${number} on your paper?`,
  askAbout: 'So that you know that the paper is still there. Nothing else hangs on it.',
  word: (number: number) => `Word ${number}`,
  check: 'That is it',
  wrong: 'That is not the one. Look at your paper again.',
  lost: 'I cannot find them',
}
