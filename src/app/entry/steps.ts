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

/** The questions of the hot minute end here. */
const LAST_HOT: Step = 'note'

/** The step after this one. While it is hot the later questions wait: they are met the next day. */
export function stepAfter(step: Step, isHot: boolean): Step | null {
  if (isHot && step === LAST_HOT) return null
  return STEPS[STEPS.indexOf(step) + 1] ?? null
}
