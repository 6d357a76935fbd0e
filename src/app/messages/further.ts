import { plural, spell } from './plural.ts'

/** Quiet lines on Now that are seldom there: the morning after, what opens, what the other opened. */
export const further = {
  lastNight: (time: string) => `Last night, ${time}. Anything underneath?`,
  yesterday: (time: string) => `Yesterday, ${time}. Anything underneath?`,
  yesterdaySomeTime: 'Yesterday. Anything underneath?',
  look: 'Look at it',
  opened: (name: string) => `${name} opened something to you.`,
  see: 'See it on Tide',
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
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
