/** Leaving the other, deleting the account, wiping a phone. */
export const leaving = {
  title: 'Leaving',
  leave: (name: string) => `Leave ${name}`,
  leaveAbout:
    'You do not need anybody’s yes. From that moment nothing of yours goes to them any more, with or without a network.',
  what: 'What happens',
  points: (name: string) => [
    `${name} is not told. Their phone finds out the next time it asks, and shows it without a word from you.`,
    'Everything you wrote stays yours. What was waiting to open becomes only yours again.',
    `What ${name} has already seen stays on their phone, unless you take it back.`,
    'The server lets go of every moment of yours that it could read.',
    'It is for good. Should you two begin again, you begin with nothing, until both of you want it back.',
  ],
  withdraw: 'Also take back what I opened',
  withdrawAbout:
    'It goes from their phone when that is next online. They may notice that it is gone, and they may remember it.',
  ask: (name: string) => `Leave ${name}`,
  sure: 'Leave now?',
  yes: 'Yes, leave',
  no: 'Not now',
  left: 'You have left. What is here is yours.',
  theirs: {
    deleted:
      'The other’s account has been deleted. What they opened to you stays on this phone; another phone of yours will not get it.',
  },
  deletion: 'Delete my account',
  deletionAbout:
    'Everything you ever sent is deleted at the server, your keys with it, and everything on this phone. A new phone of the other’s will not get what you opened to them; what they have already seen may stay on theirs.',
  deletionAlone:
    'Everything Tideline keeps on this phone is deleted. It lies nowhere else, so nothing can bring it back.',
  deletionOthers: 'Other phones of yours keep what they have, and say that the account is gone.',
  keepFirst: 'Take my journal with me first',
  word: 'delete',
  type: (word: string) => `Write “${word}” to go on`,
  deleteNow: 'Delete everything',
  deleting: 'One moment.',
  offline: 'This needs the network, and there is none just now. Nothing was deleted.',
  failed: (reason: string) => `That did not work (${reason}). Nothing was deleted here.`,
  deletedElsewhere:
    'This account was deleted from another phone of yours. What is here is only here now.',
  gone: 'It is gone.',
  safety: 'Is it safe to leave?',
  safetyAbout:
    'If you fear what happens when they find out, talk to someone outside first. There is a page for that.',
}
