import { plural, spell } from './plural.ts'

/** Week: the doorway, the days at a glance, the weeks that were, and the day for it. */
export const week = {
  title: 'Week',
  back: 'Week',
  today: 'Today is your day for the week.',
  begin: 'Begin',
  next: (day: string) => `Your next week is on ${day}.`,
  now: 'Look back now',
  missed: (day: string) => `${day} passed without one. Nothing is owed.`,
  isOpen: 'Your week is open.',
  partnerIn: (name: string) => `${name} is ready for your week. Come in when you are calm enough.`,
  otherPhone: (name: string) => `Your week is open on ${name}’s phone.`,
  comeIn: 'Come in',
  stopped: 'You stopped part of the way. Go on from there, or leave it.',
  goOn: 'Go on',
  held: (day: string) => `You looked back on the week until ${day}.`,
  read: 'Read it again',
  experiment: 'The experiment',
  withWho: (who: string, when: string) => (when === '' ? who : `${who}, ${when}`),
  both: 'Both of you',
  you: 'You',
  partner: 'your partner',
  days: 'The last seven days',
  day: (day: string) => `Your day: ${day}`,
  past: 'Weeks that were',
  pastAlone: (day: string) => `${day}, for you alone`,
  pastMore: 'Show earlier ones',
  loopsAll: 'Loops',
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
  choose: {
    title: 'Your day for the week',
    about: 'The week is the seven days that end on this one.',
    both: 'It holds for both of you.',
    legend: 'The day',
    hour: 'From when what each of you keeps for it is open',
    zone: 'Whose clock they follow',
    mine: (zone: string) => `This phone’s: ${zone}`,
    theirs: (name: string, zone: string) => `${name}’s: ${zone}`,
    chosen: (zone: string) => `As chosen: ${zone}`,
    kept: 'Kept.',
    full: 'This phone has no room left, so your day stays as it was. Free some space, then choose again.',
  },
  pastWeek: {
    title: (day: string) => `The week until ${day}`,
    good: 'What was good',
    before: 'The experiment before',
    looked: 'Looked at slowly',
    underneath: 'Underneath',
    helped: 'What helped',
    experiment: 'The experiment after it',
    sliders: 'Where each of you was',
    of: (name: string) => name,
    onPhone: (name: string) => `written on ${name}’s phone`,
    adopt: 'Make these words mine too',
    adoptAbout: (name: string) => `Some of your words stand in ${name}’s journal only.`,
    adopted: 'They are yours now too.',
    nothing: 'Nothing was written down. It may have been a good talk all the same.',
    notShown: 'Not shown that time.',
    gone: 'There is no such week here.',
  },
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
