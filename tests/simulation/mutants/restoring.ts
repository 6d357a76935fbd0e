import { calmly, type Mutant } from './mutant.ts'

/** A server that was restored gets back what it has lost. */

const REWIND = 'src/device/sync/rewind.ts'

export const RESTORING = {
  'rewind-sends-nothing': {
    bug: 'after a restore the phones keep to themselves what the server has lost',
    file: REWIND,
    edits: [['[...rows, ...bases, ...severed]', '[...bases, ...severed]']],
    by: [1, 250],
  },
  'edit-before-what-it-edited': {
    bug: 'after a restore an edit goes to the server without what it was made over',
    file: REWIND,
    edits: [['[...rows, ...bases, ...severed]', '[...rows, ...severed]']],
    // The edit is taken back: then what it was made over is all there is.
    story: calmly([
      { after: 3000, what: 'server', does: 'back-up' },
      { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
      { after: 3000, what: 'sync', tab: 0 },
      { after: 3000, what: 'delete', tab: 0, entry: 0 },
      { after: 10, what: 'server', does: 'restore' },
      { after: 500, what: 'sync', tab: 0 },
      { after: 4000, what: 'undo', tab: 0, entry: 0 },
    ]),
  },
  'restore-not-noticed': {
    bug: 'the server takes a cursor of its former life',
    file: 'src/server/feed.ts',
    edits: [
      [
        'if (incarnation !== undefined && incarnation !== store.incarnation) {',
        "if (incarnation === 'never') {",
      ],
      ['if (after > (await tx.headOf(person))) return', 'if (after === -1) return'],
    ],
    by: [1, 250],
  },
  'base-of-another-life': {
    bug: 'after a restore a merge takes for common what the other device never had',
    file: 'src/device/sync/common-base.ts',
    // Nearly always what both began with is found among what waits, and nothing has to be made out.
    edits: [
      ['(await findAncestor(phone, current)) ?? ', ''],
      ['if (!base || current.base === digestEnvelope(base)) return base', 'return base'],
    ],
    story: [
      { after: 3000, what: 'server', does: 'back-up' },
      { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
      { after: 3000, what: 'sync', tab: 0 },
      { after: 3000, what: 'sync', tab: 2 },
      { after: 3000, what: 'write', tab: 0, entry: 0, field: 'story' },
      { after: 3000, what: 'sync', tab: 0 },
      { after: 3000, what: 'server', does: 'restore' },
      { after: 3000, what: 'write', tab: 0, entry: 0, field: 'needed' },
      { after: 3000, what: 'write', tab: 2, entry: 0, field: 'request' },
      { after: 3000, what: 'sync', tab: 2 },
      { after: 3000, what: 'sync', tab: 0 },
    ],
  },
} as const satisfies Record<string, Mutant>
