/** Quiet lines on Now that come with time: the morning after, and what the other opened. */
export const further = {
  lastNight: (time: string) => `Last night, ${time}. Anything underneath?`,
  yesterday: (time: string) => `Yesterday, ${time}. Anything underneath?`,
  yesterdaySomeTime: 'Yesterday. Anything underneath?',
  look: 'Look at it',
  opened: (name: string) => `${name} opened something to you.`,
  see: 'See it on Tide',
}
