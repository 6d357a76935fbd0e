/** What an earlier partner had opened to this person, after there is another one. */
export const before = {
  title: 'From before',
  about:
    'What was opened to you by somebody you were here with before. Only you see it; it takes no part in anything now.',
  somebody: 'Somebody',
  none: 'There is nothing from before.',
  more: 'Show earlier ones',
  again: {
    title: (name: string) => `With ${name}, once more`,
    about: (name: string) =>
      `What you and ${name} had opened to each other before can come back to your timeline. It does if both of you would like that, each for yourselves.`,
    not: 'What one of you took back, or never opened, stays with whoever wrote it.',
    say: 'I would like it back',
    said: (name: string) =>
      `You would like it back. ${name} is not asked and not told; if they say the same one day, it comes.`,
    takeBack: 'Rather not, after all',
    both: 'You both wanted it back: what you had opened to each other is on your timeline again. Each of you can still take your own back.',
    failed:
      'This phone has no room left, so that was not kept. Free some space, then choose again.',
    here: (name: string) =>
      `You and ${name} were here before. Nothing of that time comes back by itself.`,
    look: 'What there is from before',
  },
}
