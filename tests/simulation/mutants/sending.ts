import type { Mutant } from './mutant.ts'

/** What waits is sent, once, as it was frozen, and forgotten when it is acknowledged. */

const PUSH = 'src/device/sync/push.ts'

export const SENDING = {
  'outbox-cleared-on-failure': {
    bug: 'what was sent is forgotten though no answer came',
    file: PUSH,
    edits: [
      [
        '      if (!answer.ok) return answer\n      // An answer to',
        '      if (!answer.ok) {\n        await phone.db.outbox.bulkDelete(rows.map((row) => row.n))\n        return answer\n      }\n      // An answer to',
      ],
    ],
    by: [0, 120],
  },
  'rows-in-flight-not-frozen': {
    bug: 'a row that may have left is edited in its place',
    file: PUSH,
    edits: [['    await db.outbox.bulkPut(fresh.map((row) => ({ ...row, sent: 1 })))\n', '']],
    by: [0, 250],
  },
  'acknowledges-too-much': {
    bug: 'an acknowledged revision takes later ones out of the outbox',
    file: PUSH,
    edits: [
      ['    forgetRows(db, accepted),\n', "    db.outbox.where('key').anyOf(keys).delete(),\n"],
    ],
    by: [0, 250],
  },
  'cursor-skips-others': {
    bug: 'after a push the cursor jumps over rows of others',
    file: PUSH,
    edits: [
      [
        'if (cursor?.incarnation === answer.incarnation && cursor.head === answer.prev) {',
        'if (cursor?.incarnation === answer.incarnation) {',
      ],
    ],
    by: [0, 60],
  },
  'one-bad-record-stops-all': {
    bug: 'a record the server does not take holds up the others',
    file: PUSH,
    edits: [
      [
        "if (!answer.ok && (answer.reason === 'malformed' || answer.reason === 'too-large')) {",
        "if (!answer.ok && answer.reason === 'too-large') {",
      ],
    ],
    by: [1, 500],
  },
  'parked-again-and-again': {
    bug: 'what was refused is sent for ever',
    file: PUSH,
    edits: [['if (row.parked || row.awaitsCouple', 'if (row.awaitsCouple']],
    story: [
      { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
      { after: 10, what: 'poison', tab: 0, entry: 0, how: 'epoch' },
      { after: 3000, what: 'sync', tab: 0 },
    ],
  },
  'delete-never-sent': {
    bug: 'a delete of what the server knows is dropped as if it had never left',
    file: PUSH,
    edits: [
      [' && base === null && envelope.base === null\n', '\n'],
      ['  if ((await db.records.get(row.key))?.seq !== null) return false\n', ''],
    ],
    by: [0, 120],
  },
  'clock-not-corrected': {
    bug: 'a phone whose clock is wrong is refused for ever',
    file: 'src/device/client.ts',
    edits: [
      [
        'Math.floor((runtime.clock() + offset) / 1000)',
        'Math.floor((runtime.clock() + 0 * offset) / 1000)',
      ],
    ],
    by: [0, 120],
  },
} as const satisfies Record<string, Mutant>
