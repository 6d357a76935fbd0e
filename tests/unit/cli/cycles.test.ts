import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Detection } from '../../../src/patterns/detection.ts'
import { hoursLater, story } from '../patterns/story.ts'

const COMMAND = fileURLToPath(new URL('../../../src/cli/cycles.ts', import.meta.url))
const DANCE = story('bT 0h, aP 1h, bW 3h, aP 7h, aR 15h')

function cycles(input: string | Buffer, ...words: string[]) {
  const run = spawnSync(process.execPath, [COMMAND, ...words], { input, encoding: 'utf8' })
  return { code: run.status, out: run.stdout, problem: run.stderr }
}

function lines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}

function found(out: string): Detection {
  return JSON.parse(out) as Detection
}

/** What is almost a loop, or almost two: the moves, and the loops in them. */
const NEAR_MISSES: Readonly<Record<string, readonly [moves: string, loops: readonly string[]]>> = {
  'one entry': ['aP 0h', []],
  'two entries': ['aP 0h, bW 2h', ['a>b e1 e2 open']],
  'two pursuers': ['aP 0h, bP 2h, aP 5h, bP 7h', []],
  'a role flip in the middle': [
    'aP 0h, bW 2h, aP 5h, bW 7h, bP 17h, aW 19h, bP 22h, aW 24h',
    ['a>b e1 e2 e3 e4 open', 'b>a e5 e6 e7 e8 open'],
  ],
  'a repair 47 hours later': ['aP 0h, bW 2h, aP 5h, aR 52h', ['a>b e1 e2 e3 e4 repair']],
  'a repair 49 hours later': ['aP 0h, bW 2h, aP 5h, aR 54h', ['a>b e1 e2 e3 unknown']],
  'an overnight gap': ['aP 0h, bW 2h, aP 14h, bW 16h', ['a>b e1 e2 e3 e4 open']],
  'two loops interleaved': [
    'aP 0h, bP 1h, bW 2h, aW 3h, aP 5h, bP 6h, bW 7h, aW 8h',
    ['a>b e1 e3 e5 e7 open', 'b>a e2 e4 e6 e8 open'],
  ],
  'the same instant': ['aP 0h, bW 0h, aP 3h', ['a>b e1 e2 e3 open']],
  'a date alone between two times': [
    'aP 2026-03-02T09:00:00Z, bW 2026-03-02, aP 2026-03-02T19:00:00Z',
    ['a>b e1 e2 e3 open'],
  ],
  'one partner silent for a month': [
    `aP 0h, bW 2h, aP 5h, bW 7h, ${Array.from({ length: 10 }, (_, n) => `aP ${100 + n * 72}h`).join(', ')}, bR 900h`,
    ['a>b e1 e2 e3 e4 burnout'],
  ],
}

describe('npm run cycles', () => {
  it('prints one document with the loops, from standard input or a file', () => {
    const { code, out } = cycles(lines(DANCE))
    expect(code).toBe(0)
    expect(found(out).cycles.map(({ entries }) => entries)).toEqual([
      ['e1', 'e2', 'e3', 'e4', 'e5'],
    ])
    expect(Object.keys(found(out).cycles[0] ?? {})).toEqual([
      'id',
      'grade',
      'highlighted',
      'pursuer',
      'withdrawer',
      'entries',
      'from',
      'to',
      'ending',
      'score',
      'probability',
      'arrows',
    ])
    const file = join(mkdtempSync(join(tmpdir(), 'cycles-')), 'moves.ndjson')
    writeFileSync(file, lines(DANCE))
    expect(cycles('', file).out).toBe(out)
  })

  it('prints the document with empty lists for no moves', () => {
    const nothing = { p: null, verdict: 'not-enough-yet' }
    expect(JSON.parse(cycles('').out)).toEqual({
      cycles: [],
      mutual: [],
      oneSided: [],
      pattern: { early: nothing, beyondBadDays: nothing },
    })
  })

  it('prints a line per couple, in order of appearance', () => {
    const both = ['two', 'one'].flatMap((couple) => DANCE.map((move) => ({ couple, ...move })))
    const out = cycles(lines(both)).out.trim().split('\n')
    expect(out.map((line) => (JSON.parse(line) as { couple: string }).couple)).toEqual([
      'two',
      'one',
    ])
  })

  it('reads a file with a mark at its beginning, two characters at line ends, and empty lines', () => {
    const written = `\uFEFF${lines(DANCE).replaceAll('\n', '\r\n\r\n')}`
    expect(cycles(written)).toEqual(cycles(lines(DANCE)))
  })

  it('takes now from the command line', () => {
    const open = lines(DANCE.slice(0, 4))
    const endings = ['2026-03-02T20:00:00Z', '2026-03-09T20:00:00Z'].map(
      (now) => found(cycles(open, '--now', now).out).cycles[0]?.ending,
    )
    expect(endings).toEqual(['open', 'unknown'])
  })

  it('reads the journal that the app exports, without entries left out of loops', () => {
    const entries = DANCE.map(({ id, author, ...move }) => ({
      id: id.padEnd(22, 'A'),
      author: author === 'a' ? 'me' : 'partner',
      move,
      ...(id === 'e1' ? { loops: false } : {}),
    }))
    const file = { format: 'tideline-journal', version: 1, exportedAt: '2026-03-03', entries }
    const [loop] = found(cycles(JSON.stringify(file, null, 2)).out).cycles
    expect(loop?.pursuer).toBe('me')
    expect(loop?.entries).toHaveLength(4)
  })

  it('prints what the named near misses are, a couple a line', () => {
    const journals = Object.entries(NEAR_MISSES).flatMap(([couple, [moves]]) =>
      story(moves).map((move) => ({ couple, ...move })),
    )
    const { out } = cycles(lines(journals))
    const told = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Detection & { couple: string })
      .map((it) => [
        it.couple,
        it.cycles.map((c) => `${c.pursuer}>${c.withdrawer} ${c.entries.join(' ')} ${c.ending}`),
      ])
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(Object.entries(NEAR_MISSES).map(([name, [, loops]]) => [name, loops])),
    )
  })

  it('reads 100,000 moves on one day, each into one loop at most', () => {
    const day = Array.from({ length: 100_000 }, (_, n) => ({
      id: `e${n}`,
      author: 'abb'[n % 3],
      kind: ['pursue', 'withdraw', 'trigger', 'repair'][(n * 7) % 4],
      at: hoursLater(n * 0.00012),
    }))
    const { code, out } = cycles(lines(day))
    expect(code).toBe(0)
    const used = found(out).cycles.flatMap(({ entries }) => entries)
    expect(new Set(used).size).toBe(used.length)
  }, 60_000)

  const first = lines(DANCE.slice(0, 1))
  it.each([
    ['not JSON', `${first}{`, 'line 2: '],
    ['an unknown kind', lines([{ ...DANCE[0], kind: 'sulk' }]), 'line 1: kind'],
    ['a day that does not exist', lines([{ ...DANCE[0], at: '2026-02-30' }]), 'line 1: at'],
    [
      'a time before the year 0 in UTC',
      lines([{ ...DANCE[0], at: '0000-01-01T00:00:00+14:00' }]),
      'line 1: at',
    ],
    [
      'a time after the year 9999 in UTC',
      lines([{ ...DANCE[0], at: '9999-12-31T23:00:00-14:00' }]),
      'line 1: at',
    ],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d]), 'standard input: '],
    ['an intensity of six', lines([{ ...DANCE[0], intensity: 6 }]), 'line 1: intensity'],
    ['an id twice', first + first, 'line 2: '],
    ['a third author', lines([...DANCE, { ...DANCE[0], id: 'x', author: 'c' }]), 'line 6: '],
  ])('refuses %s, and prints nothing else', (_name, input, problem) => {
    const run = cycles(input)
    expect(run.code).toBe(2)
    expect(run.out).toBe('')
    expect(run.problem.startsWith(problem)).toBe(true)
  })

  it.each([
    ['an unknown flag', ['--loud']],
    ['a now that is no time', ['--now', 'soon']],
    ['two files', ['one', 'two']],
  ])('prints the usage for %s', (_name, words) => {
    const run = cycles('', ...words)
    expect([run.code, run.out]).toEqual([2, ''])
    expect(run.problem).toContain('Usage:')
  })
})
