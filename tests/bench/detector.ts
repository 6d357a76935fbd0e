import { detectLoops } from '../../src/patterns/detect.ts'
import { IncrementalDetector } from '../../src/patterns/incremental.ts'
import { drawCouple } from './couples/generate.ts'
import { Random } from './couples/random.ts'
import { claims, falseHighlights, measureMethod, METHODS } from './couples/tables.ts'
import { DENSITIES, FORGETS, LOOPLESS, OTHER_COUPLES, world } from './couples/world.ts'

/*
 * `npm run bench:detector [-- COUPLES]`: how good the detector is against planted loops, next to the
 * public methods and the near-ceiling, and what it costs. The tables in src/patterns were fitted on
 * other seeds (901 for the lags, 40000 and up for the probabilities).
 */

const COUPLES = Number(process.argv[2] ?? 100)
const SEED = 7000
const LOOPLESS_SEED = 50_000
const CLAIMS_SEED = 60_000
const OTHER_SEED = 90_000

function main(): void {
  console.log(
    `${COUPLES} couples of 26 weeks each, seeds from ${SEED}; F1, mean of both ways to forget`,
  )
  printQuality()
  printOthers()
  printFalseHighlights()
  printClaims()
  printCost()
}

function printQuality(): void {
  const rows = METHODS.map((method) => {
    const cells = DENSITIES.map((entries) => {
      const { both, each } = measureMethod(method, world({ entries }), COUPLES, SEED)
      if (method === 'Tideline') details.push(...detailsOf(entries, [both, ...each]))
      return [...each.map(({ f1 }) => f1), both.f1, both.timeF1].map(figure).join(' / ')
    })
    return [method, ...cells]
  })
  table(['F1: 15 % / 35 % / both / time', ...DENSITIES.map((n) => `${n} a week`)], rows)
  table(
    [
      'Tideline, entries a week, forgotten',
      'roles',
      'highlights precision / recall',
      'calibration error',
      'ending F1',
      'repair precision',
      'trigger precision / recall',
    ],
    details,
  )
}

const details: string[][] = []

function detailsOf(
  entries: number,
  measures: readonly ReturnType<typeof measureMethod>['both'][],
): string[][] {
  const names = ['both', ...FORGETS.map((forget) => `${forget * 100} %`)]
  return measures.map((m, n) => [
    `${entries}, ${names[n]}`,
    figure(m.roles),
    `${figure(m.highlightPrecision)} / ${figure(m.highlightRecall)}`,
    figure(m.calibrationError),
    figure(m.endingF1),
    figure(m.repairPrecision),
    `${figure(m.triggerPrecision)} / ${figure(m.triggerRecall)}`,
  ])
}

function printOthers(): void {
  const rows = Object.entries(OTHER_COUPLES).map(([name, drawn]) => [
    name,
    ...DENSITIES.map((entries) => {
      const f1 = (method: string): number =>
        measureMethod(method, { ...drawn, entries }, Math.ceil(COUPLES / 4), OTHER_SEED).both.f1
      return `${figure(f1('Tideline'))} / ${figure(f1('alternation within 24 h'))}`
    }),
  ])
  table(['other couples, F1: Tideline / alternation', ...DENSITIES.map((n) => `${n} a week`)], rows)
}

function printFalseHighlights(): void {
  const columns = DENSITIES.map((entries) => falseHighlights(entries, COUPLES, LOOPLESS_SEED))
  const rows = Object.keys(LOOPLESS).map((name) => [
    name,
    ...columns.map((column) => figure(column[name] ?? Number.NaN)),
  ])
  table(['false highlights, four weeks', ...DENSITIES.map((n) => `${n} a week`)], rows)
}

function printClaims(): void {
  const worlds = {
    ...LOOPLESS,
    'loops, 15 % forgotten': world({ forget: 0.15 }),
    'loops, 35 % forgotten': world({ forget: 0.35 }),
  }
  const rows = Object.entries(worlds).map(([name, drawn]) => [
    name,
    ...[8, 26].map((weeks) => {
      const said = claims({ ...drawn, entries: 7, weeks }, COUPLES, CLAIMS_SEED)
      return `${figure(said.early)} / ${figure(said.beyondBadDays)}`
    }),
  ])
  table(['"beyond chance", 7 a week: early / bad days', '8 weeks', '26 weeks'], rows)
}

function printCost(): void {
  const rows = [5, 20].flatMap((entries) =>
    [10_000, 100_000].map((size) => {
      const weeks = (1.05 * size) / entries
      const moves = drawCouple(world({ entries, weeks }), 5).moves.slice(0, size)
      const times = Array.from({ length: 7 }, () => timed(() => detectLoops(moves)))
      return [`${size} entries, ${entries} a week`, `${Math.min(...times).toFixed(0)} ms`]
    }),
  )
  const { median, worst } = lateEdits()
  rows.push(['a late edit among 100000, median', `${median.toFixed(2)} ms`])
  rows.push(['a late edit among 100000, p99', `${worst.toFixed(2)} ms`])
  table(['cost on this machine, best of 7', ''], rows)
}

function lateEdits(): { median: number; worst: number } {
  const { moves } = drawCouple(world({ weeks: 21_000 }), 5)
  const detector = new IncrementalDetector(moves)
  detector.detection()
  const random = new Random(9)
  const times = Array.from({ length: 2000 }, () => {
    const move = random.pick(moves)
    const at = new Date(Date.parse(move.at) + random.normal() * 3_600_000).toISOString()
    return timed(() => {
      detector.set({ ...move, at })
      detector.detection()
    })
  })
  const sorted = times.slice(500).toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] as number
  return { median: at(0.5), worst: at(0.99) }
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

function figure(x: number): string {
  return x.toFixed(3).replace(/^0/, '')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, n) =>
    Math.max(title.length, ...rows.map((row) => (row[n] ?? '').length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`
  const rule = widths.map((width) => '-'.repeat(width))
  console.log(['', line(head), line(rule), ...rows.map(line)].join('\n'))
}

main()
