import { plural, spell } from './plural.ts'

/** Tide: the shared timeline. */
export const tide = {
  title: 'Tide',
  list: 'Moments, oldest first',
  empty: 'Nothing here yet.',
  emptyMore: 'What you keep on Now appears here, in the order it happened.',
  toNow: 'Go to Now',
  you: 'You',
  partner: 'Your partner',
  fold: (hours: number) => {
    if (hours < 18) return 'half a day'
    if (hours < 24) return 'most of a day'
    const days = Math.round(hours / 24)
    if (days < 14) return plural(days, { one: 'a day', other: `${spell(days)} days` })
    const weeks = Math.round(days / 7)
    return plural(weeks, { one: 'a week', other: `${spell(weeks)} weeks` })
  },
  private: 'Only you see this',
  legend: 'Outlined: only you see it.',
  /** The time a moment had for the other, in another zone. */
  there: (time: string, name: string) => `${time} for ${name}`,
  part: (n: number, of: number) => `In a loop, ${spell(n)} of ${spell(of)}.`,
  someTime: 'some time that day',
  unreadable: (name: string | null) =>
    name === null
      ? 'This could not be opened on this phone.'
      : `Something of ${name}’s could not be opened on this phone.`,
  unreadableMore: 'It is kept as it came. A newer Tideline may be able to open it.',
  openMine: 'Open this moment',
  noWords: 'The moment alone, without words.',
  sentence: (who: string, when: string) => `${who}, ${when}.`,
  loop: {
    highlighted: (turns: number) =>
      turns === 2
        ? 'A loop, twice round'
        : plural(turns, { one: 'A loop', other: `A loop, ${spell(turns)} times round` }),
    once: 'A loop',
    exchange: 'There and back once',
    named: (name: string, what: string) => `“${name}”. ${what}`,
    own: (name: string) => `Our own: ${name}`,
    ownNameless: 'A loop of our own',
    ending: {
      repair: 'it came to rest',
      burnout: 'it went quiet',
      open: 'quiet for now',
      unknown: 'how it ended is not written here',
    },
    seenDifferently: 'seen differently',
    private: 'only you see it',
  },
  stillMoving: 'Still moving. Nothing to work out tonight.',
  notEnough: 'Not enough yet to see a pattern.',
  early: 'This may be coming back between us. It is early to say.',
  beyond: 'This keeps coming back between us.',
  notBeyond: 'No pattern stands out from chance.',
  oneSided: 'One side is written here.',
  catchingUp: 'Looking for loops.',
  loopsFailed: 'The loops could not be drawn just now. Every moment is here.',
  news: {
    opened: (name: string) => `${name} opened something to you.`,
    show: 'Bring it in',
    there: 'It stands where it happened.',
    go: 'Go there',
  },
  beside: 'The loop',
  find: {
    open: 'Find',
    title: 'Find',
    close: 'Done',
    day: 'Go to a day',
    go: 'Go there',
    only: 'Show only',
    kinds: 'What happened',
    situations: 'What set it off',
    loops: 'Moments in loops',
    mine: 'What I kept',
    all: 'Show everything',
    narrowed: 'Not everything is shown.',
    none: 'Nothing here fits that.',
    looking: 'Looking.',
  },
  draw: {
    start: 'A loop for us',
    goOn: 'Go on with the loop you began',
    about: 'Choose two or more opened moments that belong together.',
    name: 'A name for it, if you like',
    placeholder: 'our Sunday-night loop',
    make: 'Draw it',
    cancel: 'Leave it',
    chosen: (count: number) => (count === 0 ? 'None chosen yet' : `Chosen: ${spell(count)}`),
    kept: 'Drawn. You both see it.',
    full: 'This phone has no room left to keep it. Your choice is still on this screen: free some space, then make it again.',
    failed: 'It could not be kept just now. Your choice is still on this screen.',
    private:
      'Not all of these are open to both of you any more. Those that are stay chosen: look once more, then draw it.',
  },
}
