import type { ReplyWord } from '../../journal/reply.ts'

/** What may be said to an opened moment, and adding one's own side of it. */
export const replies = {
  legend: 'If you like',
  say: {
    thanks: 'Thank you for telling me',
    week: 'Let’s talk about it in our week',
    yes: 'Yes, I will',
  } satisfies Record<ReplyWord, string>,
  heard: {
    thanks: (name: string) => `${name}: thank you for telling me.`,
    week: (name: string) => `${name}: let’s talk about it in our week.`,
    yes: (name: string) => `${name}: yes, I will.`,
  } satisfies Record<ReplyWord, (name: string) => string>,
  failed: 'That could not be kept just now. Nothing has changed.',
  side: {
    add: 'Add my side',
    about: 'What was it for you? The time is filled in, and you can change it.',
    kept: 'Kept. Only you can see it.',
    more: 'Add a little more',
    leave: 'Leave it',
    full: 'This phone has no room left. Nothing was kept: free some space, then tap once more.',
    notKept: 'This could not be kept. Tap once more.',
  },
}
