import { plural, spell } from './plural.ts'

/** Quiet lines on Now that are seldom there: the morning after, what opens, what the other opened. */
export const further = {
  lastNight: (time: string) => `Last night, ${time}. Anything underneath?`,
  yesterday: (time: string) => `Yesterday, ${time}. Anything underneath?`,
  yesterdaySomeTime: 'Yesterday. Anything underneath?',
  wrongClock: (far: string, isBehind: boolean) =>
    `This phone’s clock is about ${far} ${isBehind ? 'behind' : 'ahead'}. What you keep carries its time, and nothing is lost. Set the clock, then change the times that are wrong.`,
  stillToCome: (when: string) =>
    `One moment is kept for ${when}, which is still to come. If this phone’s clock was wrong then, its time can be put right.`,
  putRight: 'Put its time right',
  far: (ms: number) => {
    const [unit, size] = UNITS.find(([, length]) => ms >= length * 0.9) ?? UNITS[3]
    const count = Math.max(1, Math.round(ms / size))
    return plural(count, { one: ONE[unit], other: `${spell(count)} ${unit}s` })
  },
  cleared: {
    line: 'This browser has cleared what Tideline kept here. What had left this phone can come back: with your twelve words, or from another phone of yours.',
    bring: 'Bring it back',
    known: 'Go on without it',
  },
  look: 'Look at it',
  notToday: 'Not today',
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

const MINUTE = 60_000
const UNITS = [
  ['year', 365 * 24 * 60 * MINUTE],
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
] as const
const ONE = { year: 'a year', day: 'a day', hour: 'an hour', minute: 'a minute' }

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
