/** Am I safe to share this? Read by whoever likes; nothing of it is kept. */
export const safety = {
  title: 'Am I safe to share this?',
  about: 'For you alone. There is nothing to fill in, and nothing here is kept or sent.',
  ask: 'Before you open something, you might ask yourself',
  questions: [
    'Could this be used against me later, in a quarrel, in front of others, or about the children?',
    'Do I open it because I want to, or because it is expected of me?',
    'Would I be punished for what it says: shouted at, ignored for days, watched, kept from money or people?',
    'Has somebody asked to see my phone, my passcode, or everything I write?',
    'Am I afraid of them, tonight or ever?',
  ],
  yes: 'If one of these is a yes',
  yesAbout:
    'Keep it. “Only me, and leave it out of loops” stays with you and is counted nowhere, and nobody can tell that it is there. Stepping back to be safe is not “stepping back”. You owe nobody an open page.',
  phone: 'If the phone itself is not safe',
  phoneAbout:
    'Somebody who can open this phone can read it. A lock helps against a hand, not against a program that watches. A phone they have never held is safer for asking for help.',
  quick:
    'The small door with an arrow beside the two circles, or Shift three times, puts a page about bread here. It leaves the browser’s earlier history as it is.',
  help: 'Someone outside',
  helpAbout:
    'For everyone, whatever is happening. These open outside Tideline, and your browser may remember that you were there.',
  places: [
    {
      name: 'Find A Helpline',
      about: 'helplines by country, by phone or chat',
      href: 'https://findahelpline.com/',
    },
    {
      name: 'NO MORE Global Directory',
      about: 'help with violence at home, by country',
      href: 'https://nomoredirectory.org/',
    },
    {
      name: 'Befrienders Worldwide',
      about: 'somebody who listens, in many languages',
      href: 'https://befrienders.org/',
    },
  ],
  emergency: 'In danger now: the emergency number of the country you are in.',
  others: 'A doctor, a midwife, a teacher or a friend can be a beginning too.',
}
