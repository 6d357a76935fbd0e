import { type Explained, hourlyOf, modelFrom, tally } from './background.ts'
import { Decoder } from './decode.ts'
import { type Horizon, horizonOf, tellStretch } from './describe.ts'
import type { Cycle, Loops, Mutual } from './detection.ts'
import { findLoops, type Loop } from './find-loops.ts'
import { instantText } from './instant-text.ts'
import { isSameModel, type Model } from './model.ts'
import { findOneSided } from './one-sided.ts'
import { type Stretch, splitStretches } from './stretch.ts'
import { TimeOrdered } from './time-ordered.ts'
import type { Timeline } from './timeline.ts'

/**
 * A timeline read by the detector. Whoever changes the timeline replaces the stretches around the
 * change; the next `loops` then decodes those, and all of them when the couple's model has moved a
 * step.
 */
export class Reading {
  stretches: Stretch[]
  private readonly line: Timeline
  private readonly decoder: Decoder
  private first: Model | undefined
  private second: Model | undefined
  private hourly: Float64Array = new Float64Array(8)
  private readonly explained: Explained = {
    count: new Float64Array(8),
    reaching: new Float64Array(2),
  }
  private readonly fresh = new Set<Stretch>()
  private readonly untold = new Set<Stretch>()
  private readonly cycles = new TimeOrdered<Cycle>()
  private readonly mutual = new TimeOrdered<Mutual>()
  private settledTo = Number.NEGATIVE_INFINITY
  private readonly texts = new Map<number, string>()

  constructor(line: Timeline) {
    this.line = line
    this.decoder = new Decoder(line, 2)
    this.stretches = splitStretches(line, 0, line.size)
    this.add(this.stretches)
  }

  /** What is found, as of `now` (an instant; without it, the last entry's). */
  loops(now: number | undefined): Loops {
    const { oneSided, isOneSided } = findOneSided(this.line, (instant) => this.textOf(instant))
    const counted = tally(this.line, isOneSided)
    this.guess(modelFrom(counted))
    this.find(modelFrom(counted, this.explained))
    this.tellAll(horizonOf(this.line, now))
    return { cycles: this.cycles.all(), mutual: this.mutual.all(), oneSided }
  }

  /** The model of the couple that the last `loops` ended with. */
  get model(): Model | undefined {
    return this.second
  }

  /** Takes a stretch out, before its entries change: it no longer explains anything. */
  forget(stretch: Stretch): void {
    this.unguess(stretch)
    this.cycles.replace(stretch.told?.cycles ?? [], [])
    this.mutual.replace(stretch.told?.mutual ?? [], [])
    stretch.told = undefined
    this.fresh.delete(stretch)
    this.untold.delete(stretch)
  }

  /** Tells that these stretches are new, and have to be decoded. */
  add(stretches: readonly Stretch[]): void {
    for (const stretch of stretches) this.fresh.add(stretch)
  }

  private unguess(stretch: Stretch): void {
    if (stretch.guessed !== undefined) this.explain(stretch, stretch.guessed, -1)
    stretch.guessed = undefined
  }

  /** First decode: by the couple's entries alone, as if no loop explained any of them. */
  private guess(model: Model): void {
    if (!isSameModel(this.first, model)) {
      this.first = model
      this.hourly = hourlyOf(model)
      for (const stretch of this.stretches) {
        this.unguess(stretch)
        this.fresh.add(stretch)
      }
    }
    for (const stretch of this.fresh) {
      if (stretch.guessed !== undefined) continue
      stretch.guessed = findLoops(this.line, this.decoder, model, stretch)
      this.explain(stretch, stretch.guessed, 1)
    }
  }

  /**
   * Second decode: what the first one found is given back by the background, as far as it is
   * probable, and tells who usually reaches.
   */
  private find(model: Model): void {
    const isSame = isSameModel(this.second, model)
    this.second = model
    for (const stretch of isSame ? this.fresh : this.stretches) {
      stretch.loops = findLoops(this.line, this.decoder, model, stretch)
      this.untold.add(stretch)
    }
    this.fresh.clear()
  }

  private explain({ from }: Stretch, loops: readonly Loop[], times: 1 | -1): void {
    const { count, reaching } = this.explained
    for (const loop of loops) {
      const weight = times * loop.percent
      reaching[loop.reaching] = (reaching[loop.reaching] as number) + weight
      for (const i of loop.chain) {
        const slot =
          (this.line.author[from + i] as number) * 4 + (this.line.kind[from + i] as number)
        count[slot] = (count[slot] as number) + weight
      }
    }
  }

  /** Tells what is new, and what later entries may still change. */
  private tellAll(horizon: Horizon): void {
    const settles = Math.min(horizon.now, ...horizon.last)
    if (settles < this.settledTo) for (const stretch of this.stretches) this.untold.add(stretch)
    this.settledTo = settles
    if (this.untold.size === this.stretches.length) {
      this.cycles.clear()
      this.mutual.clear()
      for (const stretch of this.stretches) stretch.told = undefined
    }
    const untold = [...this.untold].toSorted((one, other) => one.from - other.from)
    this.untold.clear()
    for (const stretch of untold) {
      const before = stretch.told
      stretch.told = tellStretch(this.line, stretch, horizon, this.hourly)
      this.cycles.replace(before?.cycles ?? [], stretch.told.cycles)
      this.mutual.replace(before?.mutual ?? [], stretch.told.mutual)
      if (!stretch.told.isSettled) this.untold.add(stretch)
    }
  }

  private textOf(instant: number): string {
    const known = this.texts.get(instant)
    if (known !== undefined) return known
    const text = instantText(instant)
    this.texts.set(instant, text)
    return text
  }
}
