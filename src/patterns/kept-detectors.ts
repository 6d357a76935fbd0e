import type { AuthoredMove } from '../journal/move.ts'
import type { Detection } from './detection.ts'
import { IncrementalDetector } from './incremental.ts'

/**
 * Detectors that stay with the journals they have read, so that asking again costs what has changed
 * since. Together they hold at most `mostMoves` moves; the one asked longest ago is given up first. A
 * journal longer than that is read anew each time.
 */
export class KeptDetectors {
  private readonly kept = new Map<string, IncrementalDetector>()
  private readonly mostMoves: number
  private held = 0

  constructor(mostMoves: number) {
    this.mostMoves = mostMoves
  }

  /** The same as `detect(moves, { now })`, byte for byte. `journal` says whose moves they are. */
  detect(journal: string, moves: readonly AuthoredMove[], now: string): Detection {
    const detector = this.kept.get(journal) ?? new IncrementalDetector()
    this.forget(journal)
    detector.hold(moves)
    const found = detector.detection(now)
    this.kept.set(journal, detector)
    this.held += detector.size
    for (const oldest of this.kept.keys()) {
      if (this.held <= this.mostMoves) break
      this.forget(oldest)
    }
    return found
  }

  private forget(journal: string): void {
    this.held -= this.kept.get(journal)?.size ?? 0
    this.kept.delete(journal)
  }
}
