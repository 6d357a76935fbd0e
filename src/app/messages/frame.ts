/** The frame around every screen. */
export const frame = {
  places: { now: 'Now', tide: 'Tide', week: 'Week' },
  navigation: 'Places',
  us: 'Us: sharing, devices, your journal',
  exit: 'Leave this page quickly',
  waiting: 'One moment',
  back: 'Back',
  skip: 'Skip to the content',
  nothingHere: 'There is nothing at this address.',
  toNow: 'Go to Now',
  demo: {
    banner: 'A made-up couple.',
    leave: 'Back to your own journal',
  },
  update: {
    ready: 'A newer Tideline is ready.',
    take: 'Use it now',
    later: 'Later',
  },
  error: {
    title: 'This screen stumbled.',
    safe: 'Everything you kept is still on this phone.',
    retry: 'Try again',
    reload: 'Open Tideline again',
    detail: 'What happened',
    offlinePart: 'This part of Tideline is not on this phone yet. It needs the network once.',
    noStorage: 'This browser does not let Tideline keep anything.',
    noStorageWhy:
      'It may be a private window, or storage may be switched off. Nothing was lost, and nothing can be kept here.',
    full: 'This phone has no room left. What you wrote is still on this screen: copy it, or free some space.',
  },
}
