import type { Couple, TrueLoop } from './generate.ts'
import type { Random } from './random.ts'

/** What any of the compared methods reports: the entries of one loop, and who reached in it. */
export interface Reported {
  readonly entries: readonly string[]
  readonly pursuer?: string
  readonly highlighted?: boolean
  /** Has at least three core moves with two alternations. */
  readonly isCycle?: boolean
  readonly probability?: number
  readonly ending?: string
}

/** Counts over many couples; the figures below are made from them. */
export class Measure {
  found = 0
  missed = 0
  wrong = 0
  sameTime = 0
  timeMissed = 0
  timeWrong = 0
  rolesRight = 0
  highlightedRight = 0
  highlighted = 0
  longLoops = 0
  longFound = 0
  /** [truly repaired][reported repair], among the found. */
  readonly ending = [
    [0, 0],
    [0, 0],
  ]
  triggerReported = 0
  triggerRight = 0
  triggerTrue = 0
  repairReported = 0
  repairRight = 0
  readonly calibration: { said: number; real: boolean }[] = []
  /** What could be highlighted, with the probability that would decide about it. */
  private readonly candidates: { said: number; isRight: boolean }[] = []
  /** What `found`, `missed` and `wrong` grew by, couple by couple. */
  readonly byCouple: { found: number; missed: number; wrong: number }[] = []

  add(couple: Couple, reported: readonly Reported[]): void {
    const counted = couple.loops.filter(counts)
    const hourOf = new Map(couple.moves.map(({ id }, n) => [id, n]))
    const instant = new Map(couple.moves.map(({ id, at }) => [id, Date.parse(at)]))
    const matched = new Set<TrueLoop>()
    const timeMatched = new Set<TrueLoop>()
    const wrongBefore = this.wrong
    for (const report of reported) {
      const loop = bestBy(couple.loops, (l) => jaccard(l, report))
      const isFound = loop !== undefined && jaccard(loop, report) >= 0.5
      const isCounted = isFound && counts(loop)
      this.calibrate(report, isFound, isCounted)
      this.highlight(report, isCounted ? loop : undefined, isFound && !isCounted)
      if (isFound && isCounted && !matched.has(loop)) {
        matched.add(loop)
        this.compare(couple, loop, report)
      } else if (!isFound || isCounted) this.wrong++
      if (hourOf.size === 0) continue
      const near = bestBy(couple.loops, (l) => overlap(instant, l, report))
      const isNear = near !== undefined && overlap(instant, near, report) >= 0.5
      if (isNear && counts(near) && !timeMatched.has(near)) timeMatched.add(near)
      else if (!isNear || counts(near)) this.timeWrong++
    }
    this.found += matched.size
    this.missed += counted.length - matched.size
    this.sameTime += timeMatched.size
    this.timeMissed += counted.length - timeMatched.size
    this.longLoops += counted.filter(isLong).length
    this.byCouple.push({
      found: matched.size,
      missed: counted.length - matched.size,
      wrong: this.wrong - wrongBefore,
    })
  }

  addCounts(counts = { found: 0, missed: 0, wrong: 0 }): void {
    this.found += counts.found
    this.missed += counts.missed
    this.wrong += counts.wrong
  }

  private calibrate({ probability }: Reported, isFound: boolean, isCounted: boolean): void {
    if (probability !== undefined && (isCounted || !isFound)) {
      this.calibration.push({ said: probability, real: isFound })
    }
  }

  private highlight(
    { highlighted, isCycle, probability }: Reported,
    loop: TrueLoop | undefined,
    isLeftOut: boolean,
  ): void {
    if (isLeftOut) return
    const isRight = loop !== undefined && isLong(loop)
    if (isCycle === true && probability !== undefined) {
      this.candidates.push({ said: probability, isRight })
    }
    if (highlighted !== true) return
    this.highlighted++
    if (!isRight) return
    this.highlightedRight++
    this.longFound++
  }

  private compare(couple: Couple, loop: TrueLoop, report: Reported): void {
    if (report.pursuer === loop.pursuer) this.rolesRight++
    if (report.ending === undefined) return
    const kinds = new Map(couple.moves.map(({ id, kind }) => [id, kind]))
    const ids = new Set(loop.entries.map(({ id }) => id))
    const repair = report.entries.find((id) => kinds.get(id) === 'repair')
    const trigger = report.entries.find((id) => kinds.get(id) === 'trigger')
    const row = this.ending[loop.isRepaired ? 1 : 0] as number[]
    const column = repair === undefined ? 0 : 1
    row[column] = (row[column] as number) + 1
    if (repair !== undefined) this.repairReported++
    if (repair !== undefined && ids.has(repair)) this.repairRight++
    if (trigger !== undefined) this.triggerReported++
    if (trigger !== undefined && ids.has(trigger)) this.triggerRight++
    if (loop.isTriggered) this.triggerTrue++
  }

  get f1(): number {
    return (2 * this.found) / (2 * this.found + this.missed + this.wrong)
  }

  get timeF1(): number {
    return (2 * this.sameTime) / (2 * this.sameTime + this.timeMissed + this.timeWrong)
  }

  get roles(): number {
    return this.rolesRight / this.found
  }

  get highlightPrecision(): number {
    return this.highlightedRight / this.highlighted
  }

  get highlightRecall(): number {
    return this.longFound / this.longLoops
  }

  /** The precision of highlights, were they as many as this recall takes. */
  precisionAt(recall: number): number {
    const surest = this.candidates.toSorted((a, b) => b.said - a.said)
    let right = 0
    for (const [n, { isRight }] of surest.entries()) {
      if (isRight) right++
      if (right >= recall * this.longLoops) return right / (n + 1)
    }
    return Number.NaN
  }

  /** Mean of the F1 of "repaired" and "not repaired", over the found loops. */
  get endingF1(): number {
    const [[tn, fp], [fn, tp]] = this.ending as [[number, number], [number, number]]
    return (tp / (tp + (fp + fn) / 2) + tn / (tn + (fp + fn) / 2)) / 2
  }

  get triggerPrecision(): number {
    return this.triggerRight / this.triggerReported
  }

  get triggerRecall(): number {
    return this.triggerRight / this.triggerTrue
  }

  get repairPrecision(): number {
    return this.repairRight / this.repairReported
  }

  /** Expected calibration error over ten equal bins of the stated probability. */
  get calibrationError(): number {
    let error = 0
    for (let bin = 0; bin < 10; bin++) {
      const inBin = this.calibration.filter(
        ({ said }) => Math.min(9, Math.floor(said * 10)) === bin,
      )
      const said = inBin.reduce((sum, c) => sum + c.said, 0)
      const real = inBin.filter((c) => c.real).length
      error += Math.abs(said - real)
    }
    return error / this.calibration.length
  }
}

/**
 * Between what two numbers the difference of F1 of two methods on the same couples lies, in 95 of 100
 * drawings of couples from these (bootstrap, Efron 1979).
 */
export function differenceOfF1(one: Measure, other: Measure, random: Random): [number, number] {
  const differences = Array.from({ length: 2000 }, () => {
    const [a, b] = [new Measure(), new Measure()]
    for (let n = 0; n < one.byCouple.length; n++) {
      const drawn = Math.floor(random.even() * one.byCouple.length)
      a.addCounts(one.byCouple[drawn])
      b.addCounts(other.byCouple[drawn])
    }
    return a.f1 - b.f1
  }).toSorted((a, b) => a - b)
  return [differences[50] as number, differences[1949] as number]
}

/** Loops that lost every pursue or every withdraw are counted neither way. */
export function counts(loop: TrueLoop): boolean {
  const kinds = loop.entries.map(({ kind }) => kind)
  return kinds.includes('pursue') && kinds.includes('withdraw')
}

/** At least three core moves were logged. */
export function isLong(loop: TrueLoop): boolean {
  return loop.entries.filter(({ kind }) => kind === 'pursue' || kind === 'withdraw').length >= 3
}

export function jaccard(loop: TrueLoop, report: Reported): number {
  const ids = new Set(report.entries)
  const both = loop.entries.filter(({ id }) => ids.has(id)).length
  return both / (loop.entries.length + ids.size - both)
}

function overlap(instant: ReadonlyMap<string, number>, loop: TrueLoop, report: Reported): number {
  const at = (id: string | undefined): number => instant.get(id ?? '') ?? Number.NaN
  const [from, to] = [at(loop.entries[0]?.id), at(loop.entries.at(-1)?.id)]
  const [start, end] = [at(report.entries[0]), at(report.entries.at(-1))]
  const union = Math.max(to, end) - Math.min(from, start)
  return union === 0 ? 1 : (Math.min(to, end) - Math.max(from, start)) / union
}

function bestBy<T>(list: readonly T[], value: (item: T) => number): T | undefined {
  let best: T | undefined
  let most = 0
  for (const item of list) {
    const v = value(item)
    if (v > most) [best, most] = [item, v]
  }
  return best
}
