import type { Mutant } from './mutant.ts'

/** The server keeps what it has acknowledged, and numbers it. */

const REVISION = 'src/sync/revision.ts'

export const SERVING = {
  'delete-beaten-at-server': {
    bug: 'an older edit brings back what was deleted, at the server',
    file: REVISION,
    edits: [["  if (current.deleted) return 'stale'\n", "  if (current.deleted) return 'store'\n"]],
    by: [2, 250],
  },
  'last-write-wins': {
    bug: 'the server takes an edit of something that is not current any more',
    file: REVISION,
    edits: [["return incoming.base === digest ? 'store' : 'stale'", "return 'store'"]],
    by: [1, 60],
  },
  'no-idempotency': {
    bug: 'a push that comes again is stored again',
    file: REVISION,
    edits: [
      [
        "if (digest === digestEnvelope(incoming) || wasAccepted) return 'again'",
        "if (digest === digestEnvelope(incoming) || wasAccepted) return 'store'",
      ],
    ],
    by: [2, 500],
  },
  'acknowledged-before-commit': {
    bug: 'the server answers before its transaction has been committed',
    file: 'src/server/store/group.ts',
    edits: [
      [
        'answers.push(await runOne(connection, tx, job))',
        '{ const answer = await runOne(connection, tx, job); answer() }',
      ],
      [
        '      await COMMIT.execute(connection)\n',
        '      await new Promise((resolve) => setTimeout(resolve, 50))\n      await COMMIT.execute(connection)\n',
      ],
    ],
    story: [
      { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
      { after: 3000, what: 'sync', tab: 0 },
      // What was begun goes on when the next thing happens, be it nothing.
      { after: 0, what: 'thaw', tab: 5 },
      { after: 70, what: 'server', does: 'die' },
      { after: 3000, what: 'server', does: 'start' },
    ],
  },
  'edit-keeps-its-number': {
    bug: 'an edited record does not move to a new number in the feeds',
    file: 'src/server/push.ts',
    edits: [
      [
        'if (this.known.heads.has(person)) this.number(person, id)',
        'if (!current && this.known.heads.has(person)) this.number(person, id)',
      ],
    ],
    by: [0, 60],
  },
} as const satisfies Record<string, Mutant>
