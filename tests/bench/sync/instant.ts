/** Now, in ms since 1970 with fractions: the same clock in every browser of this machine. */
export const instant = (): number => performance.timeOrigin + performance.now()

/** Resolves with the instant at which the frame after this one has been drawn. */
export const nextFrame = (): Promise<number> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => resolve(instant())))
  })

/** What a page that shows something by itself took, in ms since its navigation. */
export interface Shown {
  /** When its own script began. */
  readonly script: number
  /** When the frame with the rows was drawn. */
  readonly drawn: number
}

export async function timed(show: () => Promise<void>): Promise<Shown> {
  const script = performance.now()
  await show()
  return { script, drawn: (await nextFrame()) - performance.timeOrigin }
}
