import { plural, spell } from './plural.ts'

/** Now: the four shapes, what was kept, and the few quiet lines around them. */
export const now = {
  title: 'What just happened?',
  first: 'A tap keeps the moment. Only you can see it.',
  lookAround: 'Look around first',
  kept: 'Kept. Only you can see it.',
  keptAgain: 'Already kept, a moment ago. Only you can see it.',
  keeping: 'Keeping it.',
  undo: 'Undo',
  undone: 'Taken back.',
  bringBack: 'Bring it back',
  tooLate: 'It is already gone.',
  undoOf: (what: string) => `Undo: ${what}`,
  more: 'Add a little more',
  breathe: 'Breathe for a minute',
  backAt: 'I’ll be back at …',
  today: 'Today',
  change: 'Change',
  rowLabel: (what: string, when: string) => `${what}, ${when}`,
  notKept: 'This could not be kept. Tap once more.',
  full: 'This phone has no room left. Nothing was kept: free some space, then tap once more.',
  due: (count: number, name: string, when: string) =>
    `${plural(count, {
      one: `${capital(spell(count))} moment opens`,
      other: `${capital(spell(count))} moments open`,
    })} to ${name} ${when}, or when you next open Tideline after that.`,
  notYet: 'Not yet',
  keepMine: 'Keep mine',
  offer: {
    line: 'When it is calm: this can be shared with one person, a moment at a time.',
    open: 'See how',
    later: 'Not now',
  },
  state: {
    alone: 'Saved on this phone',
    shared: 'Shared',
    upToDate: 'Everything is up to date',
    waiting: 'Saved on this phone. Waiting for a network.',
    parked: 'Something could not be sent.',
    see: 'See what',
  },
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
