/** Steps that are taken one a frame, in their order. */
export interface Turns {
  /**
   * Takes a step: at once where none was taken since the last frame, or else in one of the next. A step answers
   * whether there was anything to do.
   */
  take(step: () => boolean): void
  /** Lets go of what was not taken yet. */
  clear(): void
}

/** A page in the background draws no frames; there the next step comes after so many ms. */
const UNSEEN = 100

/** Begins with nothing to take. */
export function inTurns(): Turns {
  const waiting: (() => boolean)[] = []
  let isTaking = false

  function take(step: () => boolean): void {
    if (isTaking) {
      waiting.push(step)
      return
    }
    if (!step()) return
    isTaking = true
    let isOver = false
    const next = () => {
      if (isOver) return
      isOver = true
      clearTimeout(late)
      isTaking = false
      for (let step = waiting.shift(); step && !isTaking; ) {
        take(step)
        if (!isTaking) step = waiting.shift()
      }
    }
    const late = setTimeout(next, UNSEEN)
    // The frame that shows it comes first, and a touch before the step after it.
    requestAnimationFrame(() => setTimeout(next))
  }

  return {
    take,
    clear() {
      waiting.length = 0
    },
  }
}
