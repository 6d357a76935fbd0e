/** What came under the keys of a phone that was removed, and waits for somebody to say whose it is. */
export const setAside = {
  title: 'Set aside',
  line: 'Something came under the keys of a phone that was removed. It was set aside.',
  look: 'Look at it',
  about:
    'These were sealed with keys that a removed phone still has, and came after it was removed. Another phone may have written them while it was offline. If neither of you did, leave them out.',
  inMyName: 'In your name',
  inTheirName: (name: string) => `In ${name}’s name`,
  other: 'Something that is not a moment, or that takes one away',
  take: 'Take it in',
  leave: 'Leave it out',
  none: 'Nothing is set aside.',
  them: 'the other',
}
