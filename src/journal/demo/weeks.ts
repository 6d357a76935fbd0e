import type { Answer, Outcome } from '../week.ts'

/** What each of the two said, Noa first. */
type Each<T> = readonly [me: T, partner: T]

/** One evening on which Noa and Remy looked back, at Noa's table. */
export interface DemoWeek {
  /** How many weeks before the last one they could look back on. */
  readonly ago: number
  readonly good: Each<string>
  readonly underneath: Each<{ readonly feelings: readonly string[]; readonly text: string }>
  readonly helped: Each<string>
  readonly experiment: {
    readonly who: 'me' | 'partner' | 'both'
    readonly what: string
    readonly when: string
  }
  /** How the experiment of before went; null where there was none. */
  readonly outcome: Outcome | null
  readonly sliders: Each<Omit<Extract<Answer, { as: 'sliders' }>, 'as'>>
}

/** The newest first. The week that is missing passed without one. */
export const DEMO_WEEKS_HELD: readonly DemoWeek[] = [
  {
    ago: 0,
    good: [
      'You rang before the sound check, and stayed on when there was nothing left to say.',
      'You left “go gently” on the kettle. It is in my wallet now.',
    ],
    underneath: [
      {
        feelings: ['longing', 'too much'],
        text: 'When the phone stays dark I am twelve again, at the top of the stairs.',
      },
      {
        feelings: ['not enough', 'tired'],
        text: 'When you ask a third time I hear that I have failed already.',
      },
    ],
    helped: [
      'Eleven minutes on the phone. Not solving it.',
      'That I could say “thinking”, and it was an answer.',
    ],
    experiment: {
      who: 'both',
      what: 'Ask “gone or thinking?” once, and let the answer stand for an hour',
      when: 'the first evening it goes quiet',
    },
    outcome: 'helped',
    sliders: [
      { close: 64, open: 58, ease: 47 },
      { close: 60, open: 42, ease: 55 },
    ],
  },
  {
    ago: 1,
    good: [
      'You came to the bakery at five with Biscuit, only to stand there a while.',
      'You did not ask, the night of the dress rehearsal. You left soup.',
    ],
    underneath: [
      { feelings: ['alone'], text: 'Half the bed is cold, and I am angry at the bed.' },
      { feelings: ['ashamed'], text: 'I promise too early, because I like how glad you are.' },
    ],
    helped: [
      'A time. Not “later”: twenty past eleven.',
      'That you laughed about the soup before I did.',
    ],
    experiment: {
      who: 'partner',
      what: 'Say when I’ll be back before I leave the room',
      when: 'every time, even for the dog',
    },
    outcome: 'tried',
    sliders: [
      { close: 55, open: 50, ease: 35 },
      { close: 52, open: 38, ease: 44 },
    ],
  },
  {
    ago: 3,
    good: [
      'You played me the rain you had recorded for the second act.',
      'You asked how the rain was going, on a day when you had slept three hours.',
    ],
    underneath: [
      { feelings: ['afraid'], text: 'That the theatre gets the best of you, and I get the coat.' },
      { feelings: ['helpless'], text: 'That whatever I bring home, it is the wrong hour for it.' },
    ],
    helped: ['Bread, still warm, at half past eleven at night.', 'The same bread.'],
    experiment: {
      who: 'me',
      what: 'One message instead of four, then the phone goes in with the flour',
      when: 'on show nights',
    },
    outcome: null,
    sliders: [
      { close: 44, open: 46, ease: 30 },
      { close: 50, open: 30, ease: 41 },
    ],
  },
]
