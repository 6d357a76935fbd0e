import type { Schedule } from '../schedule.ts'
import type { Mutant } from './mutant.ts'

/** What a newer version has written goes through the hands of this one, and stops nothing. */

/** The newer device and this one write on one moment apart, and join it; then this one goes on. */
const APART: Schedule = [
  { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
  { after: 2000, what: 'sync', tab: 0 },
  { after: 3000, what: 'sync', tab: 2 },
  { after: 3000, what: 'newer', tab: 2, entry: 0 },
  { after: 100, what: 'sync', tab: 2 },
  { after: 3000, what: 'sync', tab: 0 },
  { after: 3000, what: 'newer', tab: 2, entry: 0 },
  { after: 10, what: 'write', tab: 0, entry: 0, field: 'note' },
  { after: 100, what: 'sync', tab: 0 },
  { after: 3000, what: 'sync', tab: 2 },
  { after: 3000, what: 'sync', tab: 0 },
]
const ALONE: Schedule = [...APART, { after: 3000, what: 'write', tab: 0, entry: 0, field: 'story' }]

export const NEWER = {
  'newer-fields-dropped': {
    bug: 'an edit drops what a newer version has written beside it',
    file: 'src/device/edit.ts',
    edits: [['carryUnknown(raw, now, next)', 'next']],
    by: [3, 250],
    story: ALONE,
  },
  'newer-fields-lost-in-a-merge': {
    bug: 'a merge drops what a newer version has written beside what is merged',
    file: 'src/device/sync/merge.ts',
    edits: [['carryBoth(plan.body, base, ...known, later)', 'plan.body']],
    by: [10, 250],
    story: APART,
  },
  'newer-fields-of-one-side': {
    bug: 'a merge takes the fields of a newer version from what is current, whoever changed them',
    file: 'src/device/sync/merge.ts',
    edits: [
      [
        'const known = [mine || there, theirs || here] as const',
        'const known = [theirs || here, theirs || here] as const',
      ],
      [
        'isTheirs = plan.body === there.body && isSame(joined, there.raw)',
        'isTheirs = plan.body === there.body',
      ],
    ],
    story: APART,
  },
  'newer-type-refused': {
    bug: 'a record of a type that only a newer version knows is taken for a broken one',
    file: 'src/journal/body.ts',
    edits: [["typeof type === 'string' && !KNOWN_TYPES.has(type)", "typeof type === 'number'"]],
    by: [3, 120],
  },
} as const satisfies Record<string, Mutant>
