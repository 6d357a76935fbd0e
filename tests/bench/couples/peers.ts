import { type AuthoredMove, compareMoves, instantOf } from '../../../src/journal/move.ts'
import type { Reported } from './measure.ts'

const HOUR = 3_600_000

type Method = (moves: readonly AuthoredMove[]) => Reported[]

/** The public ways to find such loops, as they are usually described. */
export const PEERS: Readonly<Record<string, Method>> = {
  'lag-sequential': lagSequential,
  'T-pattern': tPattern,
  MINEPI: minepi,
  'alternation within 24 h': alternation,
}

/**
 * The habit: walk through the core moves; as long as the other move by the other person comes
 * within 24 hours, the loop goes on.
 */
function alternation(moves: readonly AuthoredMove[]): Reported[] {
  const line = moves.toSorted(compareMoves)
  return chain(coreOf(moves), (before, next) => hours(before, next) <= 24).map((run) => {
    const [first, last] = [run.entries[0], run.entries.at(-1)]
    const [from, to] = [
      line.findIndex(({ id }) => id === first),
      line.findIndex(({ id }) => id === last),
    ]
    const trigger = line[from - 1]
    const repair = line[to + 1]
    const entries = [...run.entries]
    if (trigger?.kind === 'trigger' && hours(trigger, line[from] as AuthoredMove) <= 24) {
      entries.unshift(trigger.id)
    }
    if (repair?.kind === 'repair' && hours(line[to] as AuthoredMove, repair) <= 24) {
      entries.push(repair.id)
    }
    return { ...run, entries }
  })
}

/**
 * Lag-sequential analysis (Bakeman, Quera 2011): which event follows which at lag 1 more often than
 * chance, by adjusted residuals above 1.96; runs of such transitions are reported.
 */
function lagSequential(moves: readonly AuthoredMove[]): Reported[] {
  const line = moves.toSorted(compareMoves)
  const next = new Map<string, number>()
  const from = new Map<string, number>()
  const to = new Map<string, number>()
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [code(line[i - 1]), code(line[i])]
    next.set(`${a}>${b}`, (next.get(`${a}>${b}`) ?? 0) + 1)
    from.set(a, (from.get(a) ?? 0) + 1)
    to.set(b, (to.get(b) ?? 0) + 1)
  }
  const total = line.length - 1
  const isTypical = (before: AuthoredMove, after: AuthoredMove): boolean => {
    const [a, b] = [code(before), code(after)]
    const [row, column] = [from.get(a) ?? 0, to.get(b) ?? 0]
    const expected = (row * column) / total
    const deviation = Math.sqrt(expected * (1 - row / total) * (1 - column / total))
    return ((next.get(`${a}>${b}`) ?? 0) - expected) / deviation > 1.96
  }
  const position = new Map(line.map(({ id }, i) => [id, i]))
  return chain(coreOf(moves), (before, after) => {
    const gap = (position.get(after.id) as number) - (position.get(before.id) as number)
    return gap === 1 && hours(before, after) <= 48 && isTypical(before, after)
  })
}

/**
 * T-patterns (Magnusson 2000), for the two steps that make a loop: the longest critical interval in
 * which the second event follows the first more often than its base rate explains, at .005.
 */
function tPattern(moves: readonly AuthoredMove[]): Reported[] {
  const core = coreOf(moves)
  const span = core.length < 2 ? 1 : hours(core[0] as AuthoredMove, core.at(-1) as AuthoredMove)
  const critical = new Map<string, number>()
  for (const a of new Set(core.map(code))) {
    for (const b of new Set(core.map(code))) {
      critical.set(`${a}>${b}`, criticalInterval(core, a, b, span))
    }
  }
  return chain(core, (before, after) => {
    return hours(before, after) <= (critical.get(`${code(before)}>${code(after)}`) ?? 0)
  })
}

function criticalInterval(
  core: readonly AuthoredMove[],
  a: string,
  b: string,
  span: number,
): number {
  const firsts = core.filter((move) => code(move) === a)
  const seconds = core.filter((move) => code(move) === b)
  const lags = firsts
    .map((first) => seconds.find((second) => compareMoves(first, second) < 0))
    .flatMap((second, i) =>
      second === undefined ? [] : [hours(firsts[i] as AuthoredMove, second)],
    )
  const rate = seconds.length / span
  const candidates = lags.filter((lag) => lag <= 48).toSorted((x, y) => y - x)
  for (const width of candidates) {
    const hits = lags.filter((lag) => lag <= width).length
    if (tailOf(firsts.length, 1 - Math.exp(-rate * width), hits) < 0.005) return width
  }
  return 0
}

/** Chance of at least `hits` in `n` draws. */
function tailOf(n: number, p: number, hits: number): number {
  let term = (1 - p) ** n
  let below = 0
  for (let k = 0; k < hits; k++) {
    below += term
    term *= ((n - k) / (k + 1)) * (p / (1 - p))
  }
  return Math.max(0, 1 - below)
}

/**
 * Minimal occurrences of frequent episodes (Mannila, Toivonen, Verkamo 1997): the serial episodes
 * pursue-withdraw(-pursue…) of one pair of roles within a window of 48 hours, the longest first,
 * kept when they occur at least three times.
 */
function minepi(moves: readonly AuthoredMove[]): Reported[] {
  const core = coreOf(moves)
  const used = new Set<string>()
  const found: Reported[] = []
  const authors = [...new Set(core.map(({ author }) => author))].toSorted()
  for (const length of [6, 5, 4, 3, 2]) {
    const occurrences = authors.flatMap((pursuer) => minimal(core, pursuer, length, used))
    if (occurrences.length < 3) continue
    for (const occurrence of occurrences.toSorted(
      (a, b) => hours(...ends(a)) - hours(...ends(b)),
    )) {
      if (occurrence.some(({ id }) => used.has(id))) continue
      for (const { id } of occurrence) used.add(id)
      found.push(report(occurrence))
    }
  }
  return found
}

function minimal(
  core: readonly AuthoredMove[],
  pursuer: string,
  length: number,
  used: ReadonlySet<string>,
): AuthoredMove[][] {
  const free = core.filter(({ id }) => !used.has(id))
  const wanted = (move: AuthoredMove, step: number): boolean =>
    move.kind === (step % 2 === 0 ? 'pursue' : 'withdraw') &&
    (move.author === pursuer) === (step % 2 === 0)
  const found: AuthoredMove[][] = []
  for (const [n, first] of free.entries()) {
    if (!wanted(first, 0)) continue
    const occurrence = [first]
    for (let i = n + 1; i < free.length && occurrence.length < length; i++) {
      const move = free[i] as AuthoredMove
      if (hours(first, move) > 48) break
      if (wanted(move, occurrence.length)) occurrence.push(move)
    }
    if (occurrence.length === length) found.push(occurrence)
  }
  return found
}

/** Joins core moves into alternating runs of one pair of roles wherever `goesOn` says so. */
function chain(
  core: readonly AuthoredMove[],
  goesOn: (before: AuthoredMove, next: AuthoredMove) => boolean,
): Reported[] {
  const runs: AuthoredMove[][] = []
  for (const move of core) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    const alternates =
      before !== undefined && before.kind !== move.kind && before.author !== move.author
    if (run !== undefined && alternates && goesOn(before, move)) run.push(move)
    else runs.push([move])
  }
  return runs.filter((run) => run.length >= 2).map(report)
}

function report(run: readonly AuthoredMove[]): Reported {
  const first = run[0] as AuthoredMove
  const other = run.find(({ author }) => author !== first.author) as AuthoredMove
  return {
    entries: run.map(({ id }) => id),
    pursuer: first.kind === 'pursue' ? first.author : other.author,
  }
}

function coreOf(moves: readonly AuthoredMove[]): AuthoredMove[] {
  return moves.filter(({ kind }) => kind === 'pursue' || kind === 'withdraw').toSorted(compareMoves)
}

function ends(run: readonly AuthoredMove[]): [AuthoredMove, AuthoredMove] {
  return [run[0] as AuthoredMove, run.at(-1) as AuthoredMove]
}

function code(move: AuthoredMove | undefined): string {
  return `${move?.author} ${move?.kind}`
}

function hours(before: AuthoredMove, after: AuthoredMove): number {
  return (instantOf(after.at) - instantOf(before.at)) / HOUR
}
