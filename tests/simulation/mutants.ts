import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Schedule } from './schedule.ts'

/**
 * Bugs that a careful reader might have let pass, each planted by rewriting one place of one file as it
 * is loaded: nothing of them is in what ships. Every one has to be found out by the simulation. A place
 * that has changed makes its mutant fail to apply, which is an error: then it is planted anew.
 */
interface Mutant {
  /** What goes wrong. */
  readonly bug: string
  readonly file: string
  /** What stands there, and what takes its place. */
  readonly edits: readonly (readonly [from: string, to: string])[]
}

const PUSH = 'src/device/sync/push.ts'
const APPLY = 'src/device/sync/apply.ts'
const MERGE = 'src/device/sync/merge.ts'
const SHARE = 'src/device/moments/share.ts'
const CARD = 'src/device/moments/card.ts'
const WRITE = 'src/device/moments/write.ts'
const RECORDS = 'src/device/records.ts'
const REWIND = 'src/device/sync/rewind.ts'
const REVISION = 'src/sync/revision.ts'

export const MUTANTS = {
  'kept-before-commit': {
    bug: 'a write says that it is kept before its transaction has completed',
    file: RECORDS,
    edits: [
      [
        'const done = await putSealed(phone, sealed, holds)',
        "void putSealed(phone, sealed, holds).catch(() => undefined)\n    const done = 'put' as 'put' | 'moved' | 'changed' | 'full'",
      ],
    ],
  },
  'tap-without-outbox': {
    bug: 'a tap is kept and never sent',
    file: WRITE,
    edits: [['        db.outbox.add(row),\n', '']],
  },
  'edit-without-outbox': {
    bug: 'an edit and its outbox row are not written in one transaction',
    file: RECORDS,
    edits: [
      [
        '        await db.outbox.put(row)\n',
        '        setTimeout(() => void db.outbox.put(row as never), 5)\n',
      ],
    ],
  },
  'full-disk-not-said': {
    bug: 'a full disk is taken for a success',
    file: RECORDS,
    edits: [["if (isQuotaError(error)) return 'full'", "if (isQuotaError(error)) return 'put'"]],
  },
  'edit-over-another-tab': {
    bug: 'an edit does not look whether the record moved while it was sealed',
    file: RECORDS,
    edits: [
      ["        if (now?.digest !== record?.digest) return 'moved'\n", ''],
      ["        if (last?.n !== pending?.n || last?.sent !== pending?.sent) return 'moved'\n", ''],
    ],
  },
  'stale-editor': {
    bug: 'an editor that was left open writes over what arrived meanwhile',
    file: WRITE,
    edits: [
      [
        'return mergeEntries({ ...now, ...from }, { ...now, move, words }, now)',
        'return { entry: { ...now, move, words }, lost: null }',
      ],
    ],
  },
  'undo-after-sending': {
    bug: 'a delete is undone on this phone though it has left already',
    file: WRITE,
    edits: [
      ['if (!held?.undo || held.sent) return false', 'if (!held?.undo) return false'],
      [
        'if (!now || now.sent || now.digest !== held.digest) return false',
        'if (!now) return false',
      ],
    ],
  },
  'cursor-before-rows': {
    bug: 'the cursor moves before the rows are there',
    file: APPLY,
    edits: [
      [
        "  return db.transaction('rw', db.records, db.outbox, db.state, db.later, async () => {\n    const value",
        "  const early = (await db.state.get('cursor'))?.value\n  const to = move(early === undefined ? null : cursorSchema.parse(early))\n  if (!to) return false\n  await db.state.put({ name: 'cursor', value: to })\n  return db.transaction('rw', db.records, db.outbox, db.state, db.later, async () => {\n    const value",
      ],
      ['const next = move(cursor)\n', 'const next = cursor\n'],
    ],
  },
  'pull-over-unsent-edit': {
    bug: 'rows that arrive take the place of an edit that is still to be sent',
    file: APPLY,
    edits: [['else if (own.length > 0) continue\n', 'else if (own.length > 9) continue\n']],
  },
  'older-over-newer': {
    bug: 'an older revision takes the place of a newer one',
    file: REVISION,
    edits: [['return incoming.rev > held.rev', 'return true']],
  },
  'delete-beaten-on-phone': {
    bug: 'an edit brings back what was deleted, on a phone',
    file: REVISION,
    edits: [['  if (held.deleted !== incoming.deleted) return incoming.deleted\n', '']],
  },
  'delete-beaten-at-server': {
    bug: 'an older edit brings back what was deleted, at the server',
    file: REVISION,
    edits: [["  if (current.deleted) return 'stale'\n", "  if (current.deleted) return 'store'\n"]],
  },
  'last-write-wins': {
    bug: 'the server takes an edit of something that is not current any more',
    file: REVISION,
    edits: [["return incoming.base === digest ? 'store' : 'stale'", "return 'store'"]],
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
  },
  'outbox-cleared-on-failure': {
    bug: 'what was sent is forgotten though no answer came',
    file: PUSH,
    edits: [
      [
        '      if (!answer.ok) return answer\n      // An answer to',
        '      if (!answer.ok) {\n        await phone.db.outbox.bulkDelete(rows.map((row) => row.n))\n        return answer\n      }\n      // An answer to',
      ],
    ],
  },
  'rows-in-flight-not-frozen': {
    bug: 'a row that may have left is edited in its place',
    file: PUSH,
    edits: [['    await db.outbox.bulkPut(fresh.map((row) => ({ ...row, sent: 1 })))\n', '']],
  },
  'acknowledges-too-much': {
    bug: 'an acknowledged revision takes later ones out of the outbox',
    file: PUSH,
    edits: [
      ['    forgetRows(db, accepted),\n', "    db.outbox.where('key').anyOf(keys).delete(),\n"],
    ],
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
  },
  'parked-again-and-again': {
    bug: 'what was refused is sent for ever',
    file: PUSH,
    edits: [['if (row.parked || row.awaitsCouple', 'if (row.awaitsCouple']],
  },
  'delete-never-sent': {
    bug: 'a delete of what the server knows is dropped as if it had never left',
    file: PUSH,
    edits: [
      ['    base === null &&\n    envelope.base === null &&\n', ''],
      ['      if ((await db.records.get(row.key))?.seq !== null) continue\n', ''],
    ],
  },
  'losing-text-dropped': {
    bug: 'the text that loses against another device is gone',
    file: MERGE,
    edits: [
      ['    for (const each of plan.lost) await keepPast(phone, row.envelope.id, each)\n', ''],
    ],
  },
  'merge-not-sent': {
    bug: 'what was merged stays on this device',
    file: MERGE,
    edits: [['    if (!isTheirs) await db.outbox.add(waitingRow(envelope, current))\n', '']],
  },
  'edit-refused-while-deleting': {
    bug: 'an edit refused during a delete becomes a delete that does not open',
    file: MERGE,
    edits: [
      ['  if (record.envelope.deleted && !current.deleted) return leaveToDelete(phone, row)\n', ''],
    ],
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
  },
  'unseen-delete-takes-words': {
    bug: 'a delete takes words along that it had not seen',
    file: APPLY,
    edits: [['        if (lost) await keepPast(phone, arrived.envelope.id, lost)\n', '']],
  },
  'shared-twice': {
    bug: 'two devices that open an entry make two cards',
    file: CARD,
    edits: [
      [
        "vault.deriveId('card', `${entry}/${number}`)",
        "vault.deriveId('card', `${entry}/${number}/${vault.device}`)",
      ],
    ],
  },
  'opens-before-its-time': {
    bug: 'a cooling entry opens a day early',
    file: SHARE,
    edits: [
      [
        'await readCooling(phone, now, couple.id) :',
        'await readCooling(phone, now + 86_400_000, couple.id) :',
      ],
    ],
  },
  'all-words-on-the-card': {
    bug: 'the card shows words that were not chosen',
    file: SHARE,
    edits: [
      [
        'for (const field of fields) {',
        'for (const field of Object.keys(entry.words) as WordField[]) {',
      ],
    ],
  },
  'changed-mind-forgotten': {
    bug: 'a card that another device opened stays, though its author took it back',
    file: 'src/device/moments/withdraw-cards.ts',
    edits: [
      ["body.type === 'gone' ||", 'false ||'],
      ["body.sharing.with === 'me' && body.sharing.number > 0", 'body.sharing.number > 999'],
    ],
  },
  'card-says-otherwise': {
    bug: 'a card keeps the move that its entry had before',
    file: 'src/device/moments/withdraw-cards.ts',
    edits: [
      ["      else if (body.type === 'entry') edits.push(followEdit(cardId, body.move))\n", ''],
    ],
  },
  'given-and-never-open': {
    bug: 'an entry given to both while its card was taken back waits for ever',
    file: SHARE,
    edits: [['      await stayMine(phone, id, sharing.number)\n', '']],
  },
  'rewind-sends-nothing': {
    bug: 'after a restore the phones keep to themselves what the server has lost',
    file: REWIND,
    edits: [['[...rows, ...bases, ...severed]', '[...bases, ...severed]']],
  },
  'edit-before-what-it-edited': {
    bug: 'after a restore an edit goes to the server without what it was made over',
    file: REWIND,
    edits: [['[...rows, ...bases, ...severed]', '[...rows, ...severed]']],
  },
  'push-over-a-restore': {
    bug: 'a server that was restored takes an edit before the phone has heard of it',
    file: 'src/server/push.ts',
    edits: [['    if (rewound) return rewound\n', '']],
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
  },
  'base-of-another-life': {
    bug: 'after a restore a merge takes for common what the other device never had',
    file: MERGE,
    edits: [['if (!base || current.base === digestEnvelope(base)) return base', 'return base']],
  },
  'card-of-an-older-read': {
    bug: 'a card is made of an entry that another tab has changed meanwhile',
    file: SHARE,
    edits: [['sharing: entry.sharing, open, digest }', 'sharing: entry.sharing, open }']],
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
  },
} as const satisfies Record<string, Mutant>
export type MutantName = keyof typeof MUTANTS

const ROOT = resolve(import.meta.dirname, '../..')
/** What there is one of in a process, whatever is planted: time, chance, and what took the process over. */
const SHARED = ['turns', 'crypto', 'random', 'take-over'].map(
  (name) => pathToFileURL(join(import.meta.dirname, `${name}.ts`)).href,
)
const isOurs = (url: string): boolean =>
  url.startsWith(pathToFileURL(ROOT).href) &&
  !url.includes('/node_modules/') &&
  !SHARED.includes(url)

const planted = new Map<string, { readonly url: string; readonly source: string }>()
const sources = new Map<string, string>()

/**
 * Plants a bug into the program, loaded once more beside the sound one, and answers what to import
 * instead of `simulate.ts`. Throws where the place is not what it was.
 */
export function breakOnPurpose(name: MutantName): string {
  if (planted.size === 0) loadPlanted()
  if (!planted.has(name)) {
    const { file, edits }: Mutant = MUTANTS[name]
    let source = readFileSync(join(ROOT, file), 'utf8')
    for (const [from, to] of edits) {
      const parts = source.split(from)
      if (parts.length !== 2) throw new Error(`${name} does not apply: ${file} has changed`)
      source = parts.join(to)
    }
    const url = pathToFileURL(join(ROOT, file)).href
    planted.set(name, { url, source: stripTypeScriptTypes(source, { mode: 'strip' }) })
  }
  return pathToFileURL(join(import.meta.dirname, `simulate.ts`)).href + MARK + name
}

/** Behind a module's address: whose program it belongs to. */
const MARK = '?mutant='

function loadPlanted(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      const mutant = context.parentURL?.split(MARK)[1]
      return mutant && isOurs(found.url) ? { ...found, url: found.url + MARK + mutant } : found
    },
    load(url, context, next) {
      const [file = url, mutant] = url.split(MARK)
      const bug = mutant && planted.get(mutant)
      if (!bug) return next(url, context)
      const source = bug.url === file ? bug.source : soundSource(file)
      return { format: 'module', source, shortCircuit: true }
    },
  })
}

function soundSource(url: string): string {
  const known = sources.get(url)
  if (known !== undefined) return known
  const source = stripTypeScriptTypes(readFileSync(new URL(url), 'utf8'), { mode: 'strip' })
  sources.set(url, source)
  return source
}

/**
 * By which run some are found out with little work: the seed, and how many of its events. For the others
 * `--mutants` looks for one.
 */
export const CAUGHT_BY: {
  readonly [name in MutantName]?: readonly [seed: number, length: number]
} = {
  'tap-without-outbox': [0, 60],
  'kept-before-commit': [1, 60],
  'edit-without-outbox': [2, 250],
  'full-disk-not-said': [2, 120],
  'stale-editor': [4, 120],
  'edit-keeps-its-number': [0, 60],
  'card-says-otherwise': [1, 60],
  'delete-beaten-at-server': [1, 250],
  'merge-not-sent': [0, 60],
  'last-write-wins': [0, 60],
  'losing-text-dropped': [1, 120],
  'all-words-on-the-card': [0, 60],
  'shared-twice': [0, 60],
  'outbox-cleared-on-failure': [0, 120],
  'acknowledges-too-much': [0, 250],
  'cursor-skips-others': [0, 60],
  'opens-before-its-time': [0, 60],
  'clock-not-corrected': [0, 120],
  'cursor-before-rows': [8, 500],
  'delete-beaten-on-phone': [1, 250],
  'no-idempotency': [2, 500],
  'rows-in-flight-not-frozen': [0, 250],
  'one-bad-record-stops-all': [1, 500],
  'delete-never-sent': [0, 120],
  'edit-refused-while-deleting': [1, 500],
  'own-text-loses-unkept': [0, 60],
  'unseen-delete-takes-words': [1, 120],
  'changed-mind-forgotten': [6, 500],
  'rewind-sends-nothing': [1, 250],
  'restore-not-noticed': [1, 250],
  'edit-before-what-it-edited': [42, 500],
}

/** What the schedules of seeds hardly ever come upon, told on purpose. */
export const STORIES: { readonly [name in MutantName]?: Schedule } = {
  // A delete is on its way when its author takes it back.
  'undo-after-sending': [
    { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
    { after: 2000, what: 'sync', tab: 0 },
    { after: 3000, what: 'delete', tab: 0, entry: 0 },
    { after: 11_000, what: 'link', device: 0, link: 'slow' },
    { after: 10, what: 'sync', tab: 0 },
    { after: 4000, what: 'undo', tab: 0, entry: 0 },
  ],
}
/** The seed of what is left to chance in a story. */
export const STORY_SEED = 1
