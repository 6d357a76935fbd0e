import type { Schedule } from '../schedule.ts'
import { calmly, type Mutant } from './mutant.ts'

/** What arrives takes its place, and no other one’s. */

/** More moments than fit on the first page, and the oldest of them still at hand. */
const logs = (count: number, tab: number): Schedule =>
  Array.from({ length: count }, (_, hour) => ({
    after: 100,
    what: 'log',
    tab,
    kind: 'repair',
    ago: hour * 60 + 5 + tab,
  }))

const APPLY = 'src/device/sync/apply.ts'
const REVISION = 'src/sync/revision.ts'

export const RECEIVING = {
  'cursor-before-rows': {
    bug: 'the cursor moves before the rows are there',
    file: APPLY,
    edits: [
      [
        "  return db.transaction('rw', db.records, db.outbox, db.state, db.later, async () => {\n    const isFew",
        "  const early = (await db.state.get('cursor'))?.value\n  const to = move(early === undefined ? null : cursorSchema.parse(early))\n  if (!to) return false\n  await db.state.put({ name: 'cursor', value: to })\n  return db.transaction('rw', db.records, db.outbox, db.state, db.later, async () => {\n    const isFew",
      ],
      ['const next = move(cursor)\n', 'const next = cursor\n'],
    ],
    by: [8, 500],
  },
  'pull-over-unsent-edit': {
    bug: 'rows that arrive take the place of an edit that is still to be sent',
    file: APPLY,
    edits: [['else if (own.length > 0) {', 'else if (own.length > 9) {']],
    story: [
      { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
      { after: 3000, what: 'sync', tab: 0 },
      { after: 3000, what: 'sync', tab: 2 },
      { after: 3000, what: 'write', tab: 2, entry: 0, field: 'note' },
      { after: 3000, what: 'sync', tab: 2 },
      { after: 3000, what: 'write', tab: 2, entry: 0, field: 'note' },
      { after: 3000, what: 'sync', tab: 2 },
      { after: 3000, what: 'link', device: 0, link: 'slow' },
      { after: 3000, what: 'sync', tab: 0 },
      { after: 50, what: 'write', tab: 0, entry: 0, field: 'story' },
      { after: 30000, what: 'sync', tab: 0 },
    ],
  },
  'older-over-newer': {
    bug: 'an older revision takes the place of a newer one',
    file: REVISION,
    edits: [['return incoming.rev > held.rev', 'return true']],
    // After a restore a page of the past is on its way while the other tab hears of an edit of what is on it.
    story: calmly([
      ...logs(45, 2),
      ...logs(20, 0),
      { after: 1000, what: 'sync', tab: 0 },
      { after: 3000, what: 'sync', tab: 2 },
      { after: 3000, what: 'sync', tab: 3 },
      { after: 3000, what: 'sync', tab: 0 },
      { after: 3000, what: 'server', does: 'back-up' },
      { after: 1000, what: 'server', does: 'restore' },
      { after: 1000, what: 'sync', tab: 0 },
      { after: 3000, what: 'sync', tab: 2 },
      { after: 1, what: 'wake', tab: 3 },
      { after: 292, what: 'freeze', tab: 2 },
      { after: 500, what: 'correct', tab: 0, entry: 0.98, to: 'kind' },
      { after: 20, what: 'sync', tab: 0 },
      { after: 2000, what: 'thaw', tab: 2 },
      { after: 3000, what: 'thaw', tab: 5 },
    ]),
  },
  'delete-beaten-on-phone': {
    bug: 'an edit brings back what was deleted, on a phone',
    file: REVISION,
    edits: [['  if (held.deleted || incoming.deleted) return incoming.deleted\n', '']],
    by: [1, 250],
  },
  'unseen-delete-takes-words': {
    bug: 'a delete takes words along that it had not seen',
    file: APPLY,
    edits: [['        if (lost) await keepPast(phone, arrived.envelope.id, lost)\n', '']],
    by: [1, 120],
  },
  'missed-and-not-accounted-for': {
    bug: 'a partner is told of writes kept back that a delete has beaten',
    file: APPLY,
    edits: [
      [
        '        if (given) await spendWrites(given.by, given.before, given.after, record!.envelope.device)\n',
        '',
      ],
    ],
    story: calmly([
      { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
      { after: 1000, what: 'share', tab: 0, entry: 0, opens: 'now', words: ['note'] },
      { after: 3000, what: 'sync', tab: 0 },
      { after: 3000, what: 'sync', tab: 2 },
      { after: 3000, what: 'link', device: 1, link: 'none' },
      { after: 1000, what: 'keep', tab: 2, entry: 0 },
      { after: 1000, what: 'correct', tab: 0, entry: 0, to: 'kind' },
      { after: 1000, what: 'sync', tab: 0 },
      { after: 3000, what: 'link', device: 1, link: 'good' },
      { after: 10, what: 'sync', tab: 2 },
      { after: 3000, what: 'sync', tab: 0 },
      // Another kind: the same one within a minute would be the same moment.
      { after: 3000, what: 'log', tab: 0, kind: 'withdraw', ago: null },
      { after: 1000, what: 'share', tab: 0, entry: 0, opens: 'now', words: ['note'] },
      { after: 1000, what: 'sync', tab: 0 },
    ]),
  },
} as const satisfies Record<string, Mutant>
