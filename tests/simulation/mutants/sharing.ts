import { calmly, type Mutant } from './mutant.ts'

/** Who may see it is what its author chose. */

const SHARE = 'src/device/moments/share.ts'
const WITHDRAW = 'src/device/moments/withdraw-cards.ts'

export const SHARING = {
  'shared-twice': {
    bug: 'two devices that open an entry make two cards',
    file: 'src/device/moments/card.ts',
    edits: [
      [
        "vault.deriveId('card', `${entry}/${number}`)",
        "vault.deriveId('card', `${entry}/${number}/${vault.device}`)",
      ],
    ],
    by: [0, 60],
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
    by: [0, 60],
  },
  'opens-by-a-wrong-clock': {
    bug: 'a cooling entry opens a day early on a device that knows that its clock is a day ahead',
    file: 'src/device/sure-time.ts',
    edits: [['now + Math.min(0, toOffset(offset))', 'now + 0 * toOffset(offset)']],
    by: [0, 250],
  },
  'week-begun-unheard': {
    bug: 'what is kept for the week stays closed on the phone on which it was not begun',
    file: 'src/device/week/begun.ts',
    edits: [['!== week) await openBegun(phone, week)', "=== '') await openBegun(phone, week)"]],
    story: calmly([
      { after: 10, what: 'log', tab: 4, kind: 'repair', ago: null },
      { after: 1000, what: 'sleep', hours: 26 },
      { after: 1000, what: 'share', tab: 4, entry: 0, opens: 'week', words: ['note'] },
      { after: 1000, what: 'sync', tab: 4 },
      { after: 3000, what: 'wake', tab: 5 },
      { after: 3000, what: 'wake', tab: 0 },
      { after: 3000, what: 'begin-week', tab: 0 },
      { after: 3000, what: 'sync', tab: 0 },
    ]),
  },
  'week-looked-into-only': {
    bug: 'a week that was looked into before it is begun is not heard of',
    file: 'src/device/sync/apply.ts',
    edits: [["type === 'week') ? db", "type === 'weeks') ? db"]],
    story: calmly([
      { after: 10, what: 'log', tab: 4, kind: 'repair', ago: null },
      { after: 1000, what: 'share', tab: 4, entry: 0, opens: 'week', words: ['note'] },
      { after: 1000, what: 'sync', tab: 4 },
      { after: 3000, what: 'look-into-week', tab: 0 },
      { after: 3000, what: 'sync', tab: 0 },
      { after: 3000, what: 'sync', tab: 4 },
      { after: 3000, what: 'sync', tab: 6 },
      { after: 3000, what: 'begin-week', tab: 0 },
      { after: 3000, what: 'sync', tab: 0 },
    ]),
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
    by: [0, 60],
  },
  'changed-mind-forgotten': {
    bug: 'a card that another device opened stays, though its author took it back',
    file: WITHDRAW,
    edits: [
      ["body.type === 'gone' ||", 'false ||'],
      ["body.sharing.number > (body.sharing.with === 'me' ? 0 : 1)", 'body.sharing.number > 999'],
    ],
    by: [6, 500],
  },
  'card-says-otherwise': {
    bug: 'a card keeps the move that its entry had before',
    file: WITHDRAW,
    edits: [
      ["      else if (body.type === 'entry') edits.push(followEdit(card, body.move))\n", ''],
    ],
    by: [1, 60],
  },
  'given-and-never-open': {
    bug: 'an entry given to both while its card was taken back waits for ever',
    file: SHARE,
    edits: [['      await stayMine(phone, id, sharing.number)\n', '']],
    story: [
      { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
      { after: 1000, what: 'sync', tab: 0 },
      { after: 1000, what: 'sync', tab: 2 },
      { after: 15, what: 'share', tab: 1, entry: 0, opens: 'now', words: ['note'] },
      { after: 40, what: 'share', tab: 3, entry: 0, opens: 'now', words: ['note'] },
      { after: 300, what: 'keep', tab: 1, entry: 0 },
    ],
  },
  'card-of-an-older-read': {
    bug: 'a card is made of an entry that another tab has changed meanwhile',
    file: SHARE,
    edits: [
      [
        'const seen = { id, sharing: entry.sharing, open, digest }',
        'const seen = { id, sharing: entry.sharing, open }',
      ],
    ],
    story: [
      { after: 10, what: 'log', tab: 0, kind: 'repair', ago: null },
      { after: 1000, what: 'write', tab: 1, entry: 0, field: 'note' },
      { after: 1000, what: 'correct', tab: 0, entry: 0, to: 'kind' },
      { after: 1, what: 'share', tab: 1, entry: 0, opens: 'now', words: ['note'] },
      { after: 1000, what: 'sync', tab: 0 },
    ],
  },
} as const satisfies Record<string, Mutant>
