import { plural, spell } from './plural.ts'

/** The page of one loop. The loop is the subject, never a person. */
export const loop = {
  title: 'A loop',
  exchange: 'There and back',
  own: 'A loop of our own',
  back: 'Back to Tide',
  roles: (a: string, b: string) => `In this loop ${a} reached and ${b} stepped back.`,
  rolesYouReached: (b: string) => `In this loop you reached and ${b} stepped back.`,
  rolesYouStepped: (a: string) => `In this loop ${a} reached and you stepped back.`,
  /** Where it was too short to call it a loop. */
  once: {
    roles: (a: string, b: string) => `This once ${a} reached and ${b} stepped back.`,
    rolesYouReached: (b: string) => `This once you reached and ${b} stepped back.`,
    rolesYouStepped: (a: string) => `This once ${a} reached and you stepped back.`,
  },
  turns: (count: number) =>
    plural(count, {
      one: 'It went round once.',
      other: `It went round ${count === 2 ? 'twice' : `${spell(count)} times`}.`,
    }),
  ending: {
    repair: 'It came to rest.',
    burnout: 'It went quiet.',
    open: 'It is quiet for now.',
    unknown: 'How it ended is not written here.',
  },
  stillMoving: 'Still moving. Nothing to work out tonight.',
  tooShort: 'Too short to call a loop.',
  mayBe: 'It may be a loop; it may be two ordinary days.',
  setOff: 'What set it off',
  setOffUnsaid: 'Something did. What it was is not written here.',
  story: 'How it went',
  ended: 'How it ended',
  helped: 'What helped',
  /** "Two hours later: Remy turned back." */
  later: (lag: string, who: string) => `${lag} later: ${who}`,
  by: (name: string) => `${name} turned back.`,
  byYou: 'You turned back.',
  /** Before what somebody said to *what helped* in a week that looked at this loop. */
  lookingBack: (name: string) => `${name}, looking back on the week:`,
  why: 'Why this is drawn',
  whyAbout:
    'An arrow is drawn where one moment follows another sooner than these two journals would make likely.',
  arrow: (lag: string, oneIn: string) => `${lag} between these two; by chance ${oneIn}.`,
  pair: (a: string, b: string) => `${a}, and ${b}`,
  oneIn: (times: number) => (times <= 1 ? 'nearly always' : `about 1 in ${times}`),
  lag: (hours: number) => {
    if (hours < 0.1) return 'No time at all'
    if (hours < 0.95) {
      const minutes = Math.round(hours * 60)
      return plural(minutes, { one: 'A minute', other: `${capital(spell(minutes))} minutes` })
    }
    if (hours < 36) {
      const whole = Math.round(hours)
      return plural(whole, { one: 'An hour', other: `${capital(spell(whole))} hours` })
    }
    const days = Math.round(hours / 24)
    return plural(days, { one: 'A day', other: `${capital(spell(days))} days` })
  },
  chance: (percent: number) => `Taken together, about ${percent} in 100 such stretches are a loop.`,
  restsOn: (count: number) =>
    `It rests on these ${spell(count)} moments and when they were, and on no words.`,
  sides: {
    title: 'Each side',
    did: 'Did',
    felt: 'Felt, on the surface',
    underneath: 'Underneath',
    needed: 'Needed',
    request: 'Asked for',
  },
  naming: {
    give: 'Give it a name',
    change: 'Change its name',
    label: 'What you two call it',
    placeholder: 'our Sunday-night loop',
    keep: 'Call it that',
    takeAway: 'Leave it without a name',
    leave: 'Leave it',
    failed: 'That could not be kept just now. It is still on this screen.',
  },
  seen: {
    differently: 'Seen differently',
    lines: 'How it was seen',
    saw: (name: string) => `${name} saw it differently.`,
    says: (name: string) => `${name} recognises it, and says:`,
  },
  answer: {
    not: 'Not how I saw it',
    mine: 'Add how I saw it',
    line: 'How you saw it, if you like',
    lineOf: (name: string) => `How ${name} saw it, if you like`,
    about: 'You both see that it was seen differently. The loop stays as it is for the other.',
    keep: 'Keep it',
    leave: 'Leave it',
    change: 'Change the line',
    takeBack: 'Take it back',
    stays: 'Nothing that was found has changed by it.',
    failed: 'That could not be kept just now. It is still on this screen.',
  },
  follows: 'It grew out of an earlier loop, the other way round.',
  seeFollows: 'See the one before',
  onlyYou: 'Only you see this loop, because some of its moments are only yours.',
  ownBy: (name: string) => `Drawn by ${name}.`,
  ownByYou: 'Drawn by you.',
  ownRemove: 'Take this drawing away',
  notRemoved: 'It could not be taken away just now. Nothing has changed.',
  gone: 'This loop is not here any more.',
  goneMore: 'A moment may have been changed or deleted since. Loops are drawn anew each time.',
  looking: 'Looking for the loop.',
  unnamed: 'your partner',
  unnamedStart: 'Your partner',
  you: 'You',
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
