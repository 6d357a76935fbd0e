/** The questions, in their order. The first three are for the hot minute; the others can wait. */
export const STEPS = [
  'strength',
  'when',
  'note',
  'situations',
  'felt',
  'underneath',
  'story',
  'needed',
  'request',
  'sharing',
] as const
export type Step = (typeof STEPS)[number]

/** The step an address names. */
export function readStep(text: string | undefined): Step | null {
  return STEPS.find((each) => each === text) ?? null
}

/** The step after this one. */
export function stepAfter(step: Step): Step | null {
  return STEPS[STEPS.indexOf(step) + 1] ?? null
}
