import type { Mutant } from './mutant.ts'

/** What two devices wrote apart is joined, and what loses is kept. */

const MERGE = 'src/device/sync/merge.ts'

export const MERGING = {
  'losing-text-dropped': {
    bug: 'the text that loses against another device is gone',
    file: MERGE,
    edits: [
      ['    for (const each of plan.lost) await keepPast(phone, row.envelope.id, each)\n', ''],
    ],
    by: [1, 120],
  },
  'merge-not-sent': {
    bug: 'what was merged stays on this device',
    file: MERGE,
    edits: [['    if (!isTheirs) await db.outbox.add(waitingRow(envelope, current))\n', '']],
    by: [1, 60],
  },
  'edit-refused-while-deleting': {
    bug: 'an edit refused during a delete becomes a delete that does not open',
    file: MERGE,
    edits: [
      ['  if (record.envelope.deleted && !current.deleted) return leaveToDelete(phone, row)\n', ''],
    ],
    by: [1, 500],
  },
  'own-text-loses-unkept': {
    bug: 'in a conflict the other text wins and the own one is not kept',
    file: 'src/journal/merge.ts',
    edits: [
      [
        'isLosing = isLosing || there !== undefined\n    return here',
        'isLosing = isLosing || there !== undefined\n    return there',
      ],
    ],
    by: [0, 60],
  },
} as const satisfies Record<string, Mutant>
