import { plural, spell } from './plural.ts'

/** Us: the two of you, your devices, your journal, and what leaves the phone. */
export const settings = {
  title: 'Us',
  you: 'You',
  partner: 'your partner',
  demoAbout:
    'They are made up. Their journal has a place of its own: it touches no server and not yours.',
  alone: 'This journal is only yours.',
  aloneMore: 'It works alone for as long as you like.',
  two: (me: string, partner: string) => `${me} and ${partner}`,
  closed: 'This journal of two has been closed. What was yours stays yours.',
  name: 'Your name',
  nameAbout: 'The other sees it once you are two.',
  save: 'Keep',
  saved: 'Kept.',
  nameNotKept:
    'This phone has no room left, so the name was not kept. Free some space, then keep it again.',
  invite: 'Share with one person',
  haveInvite: 'I have an invite',
  rows: {
    hues: 'Your two colours',
    devices: 'My phones',
    words: 'Twelve words, in case this phone is lost',
    server: 'What the server sees',
    journal: 'Take my journal with me',
    parked: 'What could not be sent',
    about: 'About Tideline',
    lock: 'Lock Tideline',
    care: 'Am I safe to share this?',
    account: 'Leaving, or deleting everything',
    demo: 'Look at a made-up couple',
  },
  persist: {
    line: 'This browser may clear what it keeps if you stay away for a week.',
    more: 'Putting Tideline on your home screen, or letting it keep its storage, prevents that.',
    ask: 'Let it keep',
    granted: 'This browser has promised to keep it.',
    refused: 'The browser did not promise. The home screen is the safer place.',
  },
  server: {
    title: 'What the server sees',
    about:
      'Every moment you two have opened, exactly as the server can read it. It carries your words too, sealed, and cannot open one of them.',
    private:
      'What stays yours is sealed: the server knows that you keep something, and roughly how long it is, and nothing else.',
    asking: 'Asking the server.',
    moves: 'Opened moments',
    noMoves: 'The server can read no moment of yours.',
    who: 'Who',
    what: 'What',
    when: 'When',
    strength: 'How strong',
    situations: 'What set it off',
    notSaid: 'not said',
    cycles: 'Loops the server finds',
    noCycles: 'None.',
    same: 'The same as on this phone.',
    different: (count: number) =>
      plural(count, {
        one: 'One loop is not the same as on this phone.',
        other: `${capital(spell(count))} loops are not the same as on this phone.`,
      }),
    differentMore: 'This should not be. The screen always draws what this phone finds.',
    notCaughtUp:
      'This phone and the server have not caught up with each other yet, so they cannot be compared.',
    compare: 'Loops this phone finds',
    holes:
      'Something the two of you share has not arrived on this phone. Whoever carries it may have kept it back: ask each other.',
    loopLine: (from: string, to: string, reached: string) => `${from} to ${to}; ${reached} reached`,
    differs: 'not the same',
    alone: 'You are not two here yet, so there is nothing of yours that the server can read.',
    offline: 'There is no network just now. What the server sees can only be asked of the server.',
    failed: (reason: string) => `The server did not answer as it should (${reason}).`,
    retry: 'Ask again',
    size: (count: number) => plural(count, { one: 'One moment', other: `${count} moments` }),
    more: 'Show earlier ones',
  },
  journal: {
    title: 'Take my journal with me',
    exportAbout:
      'One file with everything you wrote, readable by anyone who has it: moments, pauses, what is half written, your weeks, and what you said about loops. Of the other it holds the opened moments without words.',
    export: 'Save the file',
    exported: 'The file has been handed to your browser.',
    importTitle: 'Bring a journal in',
    importAbout:
      'Moments, pauses, what is half written and your words in weeks arrive as only yours. Loops and replies belong to the two of you: they stay in the file, to be read there. Bringing the same file in twice changes nothing.',
    choose: 'Choose a file',
    reading: 'Reading the file.',
    bringing: 'Bringing it in. You can wait here.',
    result: (added: number, already: number, more: number) =>
      [
        plural(added, {
          one: 'One moment was added.',
          other: `${added === 0 ? 'No' : added} moments were added.`,
        }),
        ...(already > 0
          ? [
              plural(already, {
                one: 'One was already here.',
                other: `${already} were already here.`,
              }),
            ]
          : []),
        ...(more > 0 ? ['What you said in weeks, and texts beside moments, came too.'] : []),
      ].join(' '),
    notJson: 'This file is not one that Tideline can read. Nothing was changed.',
    notJournal: (where: string) =>
      `This file is not a Tideline journal${where}. Nothing was changed.`,
    newer:
      'This file comes from a newer Tideline. Update first, then bring it in. Nothing was changed.',
    full: 'This phone has no room left. What fitted was brought in; free some space, then bring the file in again.',
    exportFailed: 'The file could not be made just now. Nothing has changed.',
    failed: 'The file could not be brought in. What was here is unchanged.',
  },
  parked: {
    title: 'What could not be sent',
    about: 'These are safe on this phone. The server did not take them, and says why.',
    none: 'Everything could be sent.',
    moment: 'A moment',
    reason: (reason: string) => REFUSED[reason] ?? `The server’s reason: ${reason}`,
    retry: 'Try again',
    tried: 'They are on their way again.',
  },
  about: {
    title: 'About Tideline',
    what: 'A shared journal for two people in a dance: the more one reaches, the more the other steps back. It draws the dance, so that neither has to be the problem.',
    not: 'Tideline is not therapy and gives no diagnosis. If you are afraid of your partner, leaving to be safe is never “stepping back”, and someone outside can help.',
    who: 'It is made in the open, without advertising, without an account, and without anyone reading along.',
    offline: 'Everything works without a network. Words are sealed before they leave this phone.',
  },
}

/** Why a record was not taken, where it is something that a person can do about. */
const REFUSED: Readonly<Record<string, string>> = {
  malformed: 'The server could not read it. After an update of Tideline it may pass.',
  version: 'It was written by a newer Tideline. Update this phone first.',
  distrusted: 'Somebody’s keys are not what they were. Until that is cleared up nothing is shared.',
  closed: 'The two of you are not sharing here any more. It stays yours.',
  'no-couple': 'You are not two here, so there is nobody it could go to. It stays yours.',
  revoked: 'Another phone of yours has removed this one. It stays readable here.',
  'too-large': 'It is longer than the server takes. Make it shorter, then try again.',
  busy: 'The server had too much to do. Try again in a while.',
  internal: 'Something went wrong at the server. Try again in a while.',
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
