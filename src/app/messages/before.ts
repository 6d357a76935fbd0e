/** What an earlier partner had opened to this person, after there is another one. */
export const before = {
  title: 'From before',
  about:
    'What was opened to you by somebody you were here with before. Only you see it; it takes no part in anything now.',
  somebody: 'Somebody',
  none: 'There is nothing from before.',
  more: 'Show earlier ones',
}
