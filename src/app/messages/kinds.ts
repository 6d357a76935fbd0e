import type { Kind } from '../../journal/move.ts'

/** What the four moments are called, in the first person, and what counts as one. */
export const kinds = {
  button: {
    trigger: 'Something set me off',
    pursue: 'I reached for you',
    withdraw: 'I stepped back',
    repair: 'I turned back to you',
  } satisfies Record<Kind, string>,
  counts: {
    trigger: 'a tone, a silence, a plan that changed',
    pursue: 'asked again, pressed, called, followed',
    withdraw: 'went quiet, left the room, said it’s fine',
    repair: 'asked softly, said sorry, came back, stayed',
  } satisfies Record<Kind, string>,
  /** Beside a mark on the timeline, whoever made it. */
  short: {
    trigger: 'set off',
    pursue: 'reached',
    withdraw: 'stepped back',
    repair: 'turned back',
  } satisfies Record<Kind, string>,
  mine: {
    trigger: 'Something set you off',
    pursue: 'You reached',
    withdraw: 'You stepped back',
    repair: 'You turned back',
  } satisfies Record<Kind, string>,
  named: {
    trigger: (name: string) => `Something set ${name} off`,
    pursue: (name: string) => `${name} reached`,
    withdraw: (name: string) => `${name} stepped back`,
    repair: (name: string) => `${name} turned back`,
  } satisfies Record<Kind, (name: string) => string>,
}
