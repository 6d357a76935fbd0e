import { modelFrom } from './background.ts'
import { ChanceTests } from './beyond-chance.ts'
import { CHAPTERS_AROUND, OPEN_MS } from './bounds.ts'
import { type Chapter, splitChapters, type Told } from './chapter.ts'
import { countWhile } from './count-while.ts'
import { Decoder } from './decode.ts'
import { type Horizon, horizonOf, tellChapter } from './describe.ts'
import type { Cycle, Loops, Mutual, OneSided, Pattern } from './detection.ts'
import { findLoops } from './find-loops.ts'
import { markAlone } from './one-sided.ts'
import { type Explained, explainedBy, reachOf, SumAround, tallyOf } from './tally.ts'
import { TimeOrdered } from './time-ordered.ts'
import type { Timeline } from './timeline.ts'

/**
 * Shared by all readings: nothing of a journal stays in them, and their room is more than most journals
 * take. The guesses need not tell loops that interleave.
 */
const GUESSER = new Decoder(1)
const DECODER = new Decoder(2)

/**
 * A timeline read by the detector, in chapters. Whoever changes the timeline says so with `changed`;
 * the next `loops` then decodes the chapters that the change touched, and those nearby in which the
 * couple's model has moved a step.
 */
export class Reading {
  chapters: Chapter[]
  private readonly line: Timeline
  private readonly cycles = new TimeOrdered<Cycle>()
  private readonly mutual = new TimeOrdered<Mutual>()
  private readonly oneSided = new TimeOrdered<OneSided>()
  private readonly tests = new ChanceTests()
  private settledTo = Number.NEGATIVE_INFINITY
  /** The months in which something may have to be done again: at first, all. */
  private touchedFrom = Number.NEGATIVE_INFINITY
  private touchedTo = Number.POSITIVE_INFINITY

  constructor(line: Timeline) {
    this.line = line
    markAlone(line, 0, line.size)
    this.chapters = splitChapters(line, 0, line.size)
  }

  /** What is found, as of `now` (an instant; without it, the last entry's). */
  loops(now: number | undefined): Loops {
    this.guessAll()
    this.findAll()
    this.tellAll(horizonOf(this.line, now))
    const { cycles, mutual, oneSided } = this
    return { cycles: cycles.all(), mutual: mutual.all(), oneSided: oneSided.all() }
  }

  /** Whether the loops are more than chance would make of the same entries. */
  pattern(): Pattern {
    return this.tests.patternIn(this.line)
  }

  /**
   * Takes note that the entries `from` (included) to `to` (excluded) are others now, and `by` more
   * than before.
   */
  changed(from: number, to: number, by: -1 | 0 | 1): void {
    const { chapters, line } = this
    // Stretches are joined or cut only next to the change: one chapter more on either side will do.
    const first = Math.max(0, this.indexOf(from - 1) - 1)
    const end = Math.min(chapters.length, this.indexOf(to) + 2)
    const old = chapters.slice(first, end)
    if (by !== 0) for (let n = end; n < chapters.length; n++) move(chapters[n] as Chapter, by)
    const begin = old[0]?.from ?? 0
    const split = splitChapters(line, begin, (old.at(-1)?.to ?? 0) + by)
    const anew = split.map((now) => old.find((it) => isSame(it, now, from, to, by)) ?? now)
    for (const chapter of old) if (!anew.includes(chapter)) this.tellNothing(chapter)
    for (const [n, range] of split.entries()) {
      const chapter = anew[n] as Chapter
      chapter.from = range.from
      chapter.to = range.to
    }
    chapters.splice(first, old.length, ...anew)
    for (const { month } of [...old, ...anew]) this.markNear(first, month)
    const [aloneFrom, aloneTo] = markAlone(line, Math.max(0, from - 1), to + by + 1)
    this.recount(aloneFrom, aloneTo)
  }

  /** First decode: by what is written alone, as if no loop explained any of it. */
  private guessAll(): void {
    const { line, chapters } = this
    const [first, end] = this.touched()
    for (let n = first; n < end; n++) {
      const chapter = chapters[n] as Chapter
      chapter.tally ??= tallyOf(line, chapter.from, chapter.to)
    }
    const tally = new SumAround(chapters, 'tally')
    let before = chapters[first - 1]?.first
    for (let n = first; n < end; n++) {
      const chapter = chapters[n] as Chapter
      if (chapter.isStale) {
        const model = modelFrom(tally.at(n), undefined, chapter.first ?? before)
        if (model !== chapter.first) {
          const loops = findLoops(line, GUESSER, model, chapter.from, chapter.to)
          const explained = explainedBy(line, chapter.from, loops)
          if (!isSameRow(chapter.explained, explained)) this.markDueNear(n)
          chapter.first = model
          chapter.explained = explained
          chapter.isTold = false
        }
        chapter.isStale = false
      }
      before = chapter.first
    }
  }

  /**
   * Second decode: what the first one found is given back by the background, as far as it is
   * probable, and tells who usually reaches.
   */
  private findAll(): void {
    const { line, chapters } = this
    const tally = new SumAround(chapters, 'tally')
    const explained = new SumAround(chapters, 'explained')
    const [first, end] = this.touched()
    let before = chapters[first - 1]?.second
    for (let n = first; n < end; n++) {
      const chapter = chapters[n] as Chapter
      if (chapter.isDue) {
        const model = modelFrom(tally.at(n), explained.at(n), chapter.second ?? before)
        if (model !== chapter.second || chapter.loops === undefined) {
          chapter.second = model
          chapter.loops = findLoops(line, DECODER, model, chapter.from, chapter.to)
          chapter.isTold = false
        }
        chapter.isDue = false
      }
      before = chapter.second
    }
  }

  /** Tells what is new, and what later entries may still change. */
  private tellAll(horizon: Horizon): void {
    const { line, chapters } = this
    const settles = Math.min(horizon.now, ...horizon.last)
    const unsettled = Math.min(settles, this.settledTo) - OPEN_MS
    this.settledTo = settles
    for (let n = chapters.length - 1; n >= 0; n--) {
      const chapter = chapters[n] as Chapter
      if ((line.at[chapter.to - 1] as number) < unsettled) break
      if (chapter.loops?.length !== 0) chapter.isTold = false
      this.touch(chapter.month, chapter.month)
    }
    const [first, end] = this.touched()
    for (let n = first; n < end; n++) {
      const chapter = chapters[n] as Chapter
      if (chapter.isTold) continue
      this.tell(chapter, tellChapter(line, chapter, horizon))
      chapter.isTold = true
    }
    this.touchedFrom = Number.POSITIVE_INFINITY
    this.touchedTo = Number.NEGATIVE_INFINITY
  }

  private tellNothing(chapter: Chapter): void {
    this.tell(chapter, { cycles: [], mutual: [], oneSided: [] })
  }

  private tell(chapter: Chapter, told: Told): void {
    this.cycles.replace(chapter.told?.cycles ?? [], told.cycles)
    this.mutual.replace(chapter.told?.mutual ?? [], told.mutual)
    this.oneSided.replace(chapter.told?.oneSided ?? [], told.oneSided)
    chapter.told = told
  }

  /** Entries `from` to `to` are alone now, or no longer: their chapters are counted and told again. */
  private recount(from: number, to: number): void {
    if (from >= to) return
    for (let n = this.indexOf(from); n <= this.indexOf(to - 1); n++) {
      const chapter = this.chapters[n] as Chapter
      chapter.tally = undefined
      chapter.isTold = false
      this.markNear(n, chapter.month)
    }
  }

  /** What the couple is known by has changed in this month. */
  private markNear(index: number, month: number): void {
    const [first, end] = reachOf(this.chapters, index, month)
    for (let n = first; n < end; n++) {
      const chapter = this.chapters[n] as Chapter
      chapter.isStale = true
      chapter.isDue = true
    }
    this.touch(month - CHAPTERS_AROUND, month + CHAPTERS_AROUND)
  }

  private markDueNear(index: number): void {
    const { month } = this.chapters[index] as Chapter
    const [first, end] = reachOf(this.chapters, index, month)
    for (let n = first; n < end; n++) (this.chapters[n] as Chapter).isDue = true
    this.touch(month - CHAPTERS_AROUND, month + CHAPTERS_AROUND)
  }

  /** Something may have to be done again in these months. */
  private touch(from: number, to: number): void {
    this.touchedFrom = Math.min(this.touchedFrom, from)
    this.touchedTo = Math.max(this.touchedTo, to)
  }

  /** The chapters of these months, first (included) to last (excluded). */
  private touched(): [first: number, last: number] {
    return [this.firstAfter(this.touchedFrom), this.firstAfter(this.touchedTo + 1)]
  }

  /** The first chapter of this month or a later one. */
  private firstAfter(month: number): number {
    const { chapters } = this
    return countWhile(chapters.length, (n) => (chapters[n] as Chapter).month < month)
  }

  /** Which chapter holds this position; the nearest one if none does. */
  private indexOf(position: number): number {
    const { chapters } = this
    const begun = countWhile(chapters.length, (n) => (chapters[n] as Chapter).from <= position)
    return Math.max(0, begun - 1)
  }
}

function move(chapter: Chapter, by: number): void {
  chapter.from += by
  chapter.to += by
}

/** Tells whether a chapter of before the change holds the same entries, wherever they are now. */
function isSame(before: Chapter, now: Chapter, from: number, to: number, by: number): boolean {
  const isAfter = before.from >= to
  if (!isAfter && before.to > from) return false
  const moved = isAfter ? by : 0
  return before.from + moved === now.from && before.to + moved === now.to
}

function isSameRow(one: Explained | undefined, other: Explained): boolean {
  return one?.every((value, n) => value === other[n]) ?? false
}
