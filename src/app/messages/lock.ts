/** The app lock: its page, and the screen that stands there while it is locked. */
export const lock = {
  title: 'Lock Tideline',
  about:
    'With a lock nobody opens Tideline on this phone without your passcode or passkey: after it was closed, reloaded, or left alone for a while.',
  protects: 'What it protects',
  protectsAbout:
    'Every word and every key on this phone, the drafts too. Without your passcode there is nothing to read in its files.',
  not: 'What it does not',
  notAbout: [
    'It does not hide that Tideline is here, nor when moments were written; of a moment you opened, which kind it was and what set it off.',
    'It cannot help while Tideline is open in somebody else’s hand, nor against a program that watches this phone.',
    'Whoever has the files can try passcodes without waiting. A longer one holds longer: three or four words are good.',
    'While it is locked nothing is sent or received. What was to open waits until you are back.',
    'A browser may keep traces of what lay here before, until it tidies its files. A lock set early protects more than one set late.',
  ],
  forgotten:
    'Nobody can open it for you. Without it only your other phone, or the twelve words, bring your journal back.',
  passcode: 'A passcode, at least six characters',
  again: 'The same once more',
  differs: 'These two are not the same.',
  tooShort: 'At least six characters, please.',
  unsupported:
    'This phone was set up before there was a lock, and its keys cannot be covered by one.',
  after: 'Lock it',
  afterOptions: {
    0: 'as soon as I look at something else',
    1: 'after a minute',
    5: 'after five minutes',
    15: 'after a quarter of an hour',
  } as Record<number, string>,
  set: 'Lock with this passcode',
  setPasskey: 'Use a passkey instead',
  noPasskey: {
    refused:
      'No passkey was shown, so nothing has changed. Try again when you like, or use a passcode.',
    cannot:
      'This browser or its passkey cannot keep a key for Tideline, so nothing has changed. A passcode can. If a passkey was made, you can remove it where this phone keeps them.',
  },
  working: 'One moment.',
  isOn: 'The lock is on.',
  lockNow: 'Lock it now',
  remove: 'Take the lock away',
  change: 'Set another',
  notNow: 'Not now',
  goOn: 'Go on',
  shut: {
    title: 'Locked',
    passcode: 'Your passcode',
    open: 'Open',
    passkey: 'Open with your passkey',
    wrong: 'That was not it.',
    refused:
      'The passkey was not shown, so it stays locked. Nothing here is lost: try again when you like. If the passkey is gone, look under “I cannot get in”.',
    cannot:
      'The passkey answered without the key that opens Tideline. Nothing here is lost. Another keeper of passkeys may have answered: try with the one that made it, or look under “I cannot get in”.',
    failed: 'That did not work just now. Nothing here is lost: try again.',
    wait: (time: string) => `That was not it. The next try is possible at ${time}.`,
    stuck: 'I cannot get in',
    stuckAbout:
      'Nobody can open it without your passcode or passkey, not even we. If your journal is on another phone of yours, or you have the twelve words, you can erase it here and bring it back.',
    erase: 'Erase everything on this phone',
    eraseSure: 'Yes, erase it here',
    keep: 'Not now',
    owner: 'Only whose phone this is can go on.',
  },
  /** Asked once more, while Tideline is open, before something that a passing hand should not do. */
  ask: {
    passcode: 'Your passcode for Tideline',
    wrong: 'That was not it.',
    wait: 'Too many tries. Wait a little.',
    passkey: 'Your passkey is asked for next.',
    refused:
      'The passkey was not shown, so nothing has changed. Try again when you like. If it is gone, your other phone or the twelve words still bring your journal back.',
    cannot:
      'The passkey answered without the key that opens Tideline, so nothing has changed. Try with the keeper of passkeys that made it. If that is gone, your other phone or the twelve words still bring your journal back.',
  },
}
