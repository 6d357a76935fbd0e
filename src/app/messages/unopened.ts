import { plural, spell } from './plural.ts'

/** What this phone cannot open. */
export const unopened = {
  title: 'What could not be opened',
  line: 'Something arrived that this phone cannot open. It is kept as it came.',
  look: 'Look at it',
  about:
    'These arrived and cannot be opened here. They are kept as they came, and everything else goes on without them.',
  none: 'Everything that arrived could be opened.',
  reasons: {
    key: (count: number) =>
      plural(count, {
        one: 'One waits for its key, which comes from another of your phones, or with your partner’s next sync.',
        other: `${number(count)} wait for their key, which comes from another of your phones, or with your partner’s next sync.`,
      }),
    newer: (count: number) =>
      plural(count, {
        one: 'One was written by a newer Tideline. This one can open it after an update.',
        other: `${number(count)} were written by a newer Tideline. This one can open them after an update.`,
      }),
    unreadable: (count: number) =>
      plural(count, {
        one: 'One is not what it says it is: it was changed or damaged on the way. It changed nothing here.',
        other: `${number(count)} are not what they say they are: they were changed or damaged on the way. They changed nothing here.`,
      }),
  },
  retry: 'Try again',
  tried: 'They were tried again.',
  save: 'Save them as a file',
}

function number(count: number): string {
  const text = spell(count)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
