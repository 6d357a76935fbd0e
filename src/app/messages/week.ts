import { plural, spell } from './plural.ts'

/** Week: the doorway, with the last seven days at a glance. */
export const week = {
  title: 'Week',
  turnings: 'Turning back',
  turnedBoth: (days: string) => `You turned back to each other ${days}.`,
  turnedAlone: (days: string) => `You turned back ${days}.`,
  turningsNone: 'None written down this week. Some leave no trace.',
  loops: 'Loops',
  loopsNone: 'No loop was drawn in these seven days.',
  loopsLine: (count: number, rested: number) => {
    const found = plural(count, { one: 'One loop', other: `${capital(spell(count))} loops` })
    if (rested === 0) return `${found} in these seven days.`
    if (rested === count) {
      return `${found} in these seven days. ${plural(count, {
        one: 'It came to rest.',
        other: count === 2 ? 'Both came to rest.' : 'All came to rest.',
      })}`
    }
    return `${found} in these seven days. ${plural(rested, {
      one: 'One came to rest.',
      other: `${capital(spell(rested))} came to rest.`,
    })}`
  },
  own: 'Loops for us',
  stillMoving: 'Still moving. Nothing to work out tonight.',
  quiet: 'A quiet week here.',
  quietMore: 'Nothing was written in these seven days. Nothing is owed.',
  earlier: 'The week before',
  later: 'The week after',
  passedTitle: 'A quiet week',
  passed: 'That week passed without one. Nothing is owed.',
  together: 'Good things first. The rest can wait until you both want it.',
  alone: 'A short look back, for you alone.',
  opens: (count: number) =>
    plural(count, {
      one: 'One moment of yours is waiting for this week.',
      other: `${capital(spell(count))} moments of yours are waiting for this week.`,
    }),
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
