import type { Mutant } from './mutant.ts'

/** What is said to be kept is kept, whichever tab dies and whichever other one writes. */

const RECORDS = 'src/device/records.ts'
const PUT = 'src/device/put.ts'
const ADD = 'src/device/moments/add-entry.ts'
const EDIT = 'src/device/moments/edit-entry.ts'
const DELETE = 'src/device/moments/delete-entry.ts'

export const WRITING = {
  'kept-before-commit': {
    bug: 'a write says that it is kept before its transaction has completed',
    file: RECORDS,
    edits: [
      [
        'const done = await putSealed(phone, sealed, holds)',
        "void putSealed(phone, sealed, holds).catch(() => undefined)\n    const done = 'put' as 'put' | 'moved' | 'changed' | 'full'",
      ],
    ],
    by: [2, 120],
  },
  'tap-without-outbox': {
    bug: 'a tap is kept and never sent',
    file: ADD,
    edits: [['        db.outbox.add(row),\n', '']],
    by: [0, 60],
  },
  'edit-without-outbox': {
    bug: 'an edit and its outbox row are not written in one transaction',
    file: PUT,
    edits: [
      [
        'db.outbox.bulkPut(rows, { allKeys: true }),',
        '(setTimeout(() => void db.outbox.bulkPut(rows as never), 5), [] as number[]),',
      ],
    ],
    by: [2, 250],
  },
  'full-disk-not-said': {
    bug: 'a full disk is taken for a success',
    file: PUT,
    edits: [["if (isQuotaError(error)) return 'full'", "if (isQuotaError(error)) return 'put'"]],
    by: [2, 120],
  },
  'edit-over-another-tab': {
    bug: 'an edit does not look whether the record moved while it was sealed',
    file: PUT,
    edits: [
      ["        if (now?.digest !== record?.digest) return 'moved'\n", ''],
      ["        if (last?.n !== pending?.n || last?.sent !== pending?.sent) return 'moved'\n", ''],
    ],
    story: [
      { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
      { after: 1000, what: 'write', tab: 1, entry: 0, field: 'note' },
      // What a newer version writes rests on nothing but the record.
      { after: 1000, what: 'newer', tab: 1, entry: 0 },
      { after: 0.2, what: 'write', tab: 0, entry: 0, field: 'story' },
      { after: 1000, what: 'sync', tab: 0 },
    ],
  },
  'stale-editor': {
    bug: 'an editor that was left open writes over what arrived meanwhile',
    file: EDIT,
    edits: [
      [
        'return mergeEntries({ ...now, ...from }, { ...now, move, words }, now)',
        'return { entry: { ...now, move, words }, lost: null }',
      ],
    ],
    by: [4, 120],
  },
  'undo-after-sending': {
    bug: 'a delete is undone on this phone though it has left already',
    file: DELETE,
    edits: [['if (!held?.undo || held.sent) return false', 'if (!held?.undo) return false']],
    story: [
      { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
      { after: 2000, what: 'sync', tab: 0 },
      { after: 3000, what: 'delete', tab: 0, entry: 0 },
      { after: 11000, what: 'link', device: 0, link: 'slow' },
      { after: 10, what: 'sync', tab: 0 },
      { after: 4000, what: 'undo', tab: 0, entry: 0 },
    ],
  },
} as const satisfies Record<string, Mutant>
