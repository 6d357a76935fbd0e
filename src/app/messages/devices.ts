/** A person's own phones: which there are, adding one, sending one away, twelve words on an empty one. */
export const devices = {
  title: 'My phones',
  about: 'Every phone here holds your whole journal, the private part too.',
  list: {
    title: 'These hold your journal',
    this: 'This phone',
    thisOne: 'It is this one.',
    unnamed: 'A phone without a name',
    announced: (when: string) =>
      `New. It gets your private journal ${when}, unless you send it away.`,
    newcomer: (when: string) => `New since ${when}.`,
    synced: (when: string) => `Last here ${when}.`,
    neverSynced: 'It has not been here yet.',
    removed: 'Removed. It can read nothing new.',
    removedWithWords:
      'Removed. Your twelve words were still on it: whoever can open it could bring in another phone as you. Look here now and then whether one has come that is not yours.',
    removedFold: 'Phones you have removed',
    remove: (name: string) => `Remove ${name}`,
    sendAway: (name: string) => `Send ${name} away`,
    sure: (name: string) =>
      `${name} stops at once, and everything written from now on is sealed with new keys. What it already holds, it can still show. It can only come back as a new phone.`,
    sureWithWords:
      'Your twelve words are still on it, and removing it does not take them away. If you have it in your hands, write them on paper there first: then it forgets them.',
    yes: 'Remove it',
    no: 'Keep it',
    removing: 'One moment.',
    failed: 'This needs the network, and did not work just now. Nothing has changed.',
    rename: 'Name',
    keepName: 'Keep this name',
  },
  gone: {
    title: 'This phone was removed',
    about:
      'Another phone of yours removed it. What is here stays readable here; nothing goes in or out any more.',
  },
  add: {
    title: 'Add another phone of mine',
    about:
      'Open Tideline on the new one and choose “This is a new phone of mine”. It shows a code; read it with this phone.',
    shared:
      'Your private entries come along. So never a tablet that stands in the kitchen, and never a phone that somebody else can open.',
    scan: 'Read its code',
    stopScan: 'Close the camera',
    noCamera: 'Its link does the same: copy it there and paste it here, below.',
    paste: 'Or paste its link',
    look: 'Go on',
    meeting: 'Waiting for the new phone. Keep both open.',
    compare: 'Are these six on the new phone too?',
    compareAbout:
      'If they are not the same, it is not your phone that answered. Then say so, and nothing happens.',
    name: 'What to call it',
    nameValue: 'My other phone',
    own: 'It is mine alone, nobody else opens it, and I have it in my hands',
    yes: 'Yes, add it',
    different: 'They are different',
    confirmed: (name: string) => `Waiting for you to say so on “${name}” as well.`,
    announced: (name: string, when: string) =>
      `“${name}” is announced. It gets your journal ${when}, when one of your phones is next online. Until then all your phones show it, and any of them can send it away.`,
    sooner: 'With your twelve words, typed on the new phone, it need not wait.',
    done: 'Good',
    stop: 'Stop',
  },
  newcomer: {
    title: 'This is a new phone of mine',
    about:
      'What you already wrote here comes along. This phone must be yours alone: it will hold everything.',
    offer: 'Show the code',
    scan: 'Read this code with the phone you already use: Us, then My phones.',
    qrLabel: 'The link for your other phone, as a code for its camera',
    showLink: 'Show the link',
    copy: 'Copy the link',
    copied: 'Copied.',
    waiting: 'Waiting for your other phone.',
    compare: 'Are these six on your other phone too?',
    compareAbout: (name: string | null) =>
      name
        ? `The phone that answered belongs to ${name}. If the six are different, somebody else’s phone answered.`
        : 'If they are different, somebody else’s phone answered.',
    same: 'They are the same',
    different: 'They are different',
    confirmed: 'Waiting for you to say so on your other phone as well.',
    announced: (when: string) =>
      `Done here. Your journal arrives ${when}, when one of your phones is next online. What you keep until then comes along.`,
    sooner: 'Use my twelve words instead',
    linked: 'Your journal is on its way here.',
    carryOn: 'Go to Now',
    stop: 'Stop',
  },
  failed: {
    expired: 'The code has run out. A new one takes a moment.',
    distrusted: 'What the other phone sent does not hold together, so nothing was added.',
    mismatch:
      'The six were not the same, so nothing was added. If it was not you, nothing was given away.',
    taken: 'Another phone has answered this code already. Show a new one.',
    offline: 'This needs the network, and there is none just now. Nothing has changed.',
    'already-paired':
      'This phone already keeps a journal online. It cannot become another phone of yours without leaving that first.',
    'not-an-invite': 'That is not the code of a new phone, or not all of it.',
    'own-invite': 'This code is from this very phone. Read it with the other one.',
    other: (reason: string) => `That did not work (${reason}). Nothing has changed.`,
  },
  recover: {
    title: 'My twelve words',
    row: 'I have my twelve words',
    about:
      'They bring back everything you may see, at once. Type them in their order, with a space between.',
    words: 'The twelve words',
    go: 'Bring my journal back',
    working: 'One moment. Your journal is being found.',
    count: 'These are not twelve words yet.',
    unknown: (word: string) => `“${word}” is not on the list. Look at that one again.`,
    checksum:
      'All twelve are on the list, but they do not fit together. One may be another, or two have swapped places.',
    nobody: 'No journal on this server belongs to these words.',
    'has-own':
      'This phone already keeps a journal online, so another one cannot be brought back here. Use an empty phone.',
    offline: 'This needs the network, and there is none just now.',
    refused: 'The server’s answer did not hold together, so nothing was changed. Try again later.',
    done: 'Everything you may see is on its way here.',
    carryOn: 'Go to Now',
  },
}
