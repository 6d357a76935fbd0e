/**
 * The steps of looking back on a week, the good things first. The order is the order of the walk.
 *
 * calm: calm enough, both? · before: how the last experiment went · good: an appreciation each, shown
 * together · glance: the week, turnings-back first · topic: one loop or one moment · tell, hear: one
 * speaks, the other says back · tell-swap, hear-swap: the other way round · underneath · helped ·
 * experiment: one small thing for the coming week · sliders: close, open, at ease · end.
 */
export const STEPS = [
  'calm',
  'before',
  'good',
  'glance',
  'topic',
  'tell',
  'hear',
  'tell-swap',
  'hear-swap',
  'underneath',
  'helped',
  'experiment',
  'sliders',
  'end',
] as const
export type Step = (typeof STEPS)[number]

/** What decides which steps a walk has. */
export interface Walk {
  readonly length: 'long' | 'short'
  readonly alone: boolean
  /** An earlier week left an experiment. */
  readonly hasBefore: boolean
  /** Something is looked at closely: nobody has to. */
  readonly hasTopic: boolean
}

const TELLING: readonly Step[] = ['tell', 'hear', 'tell-swap', 'hear-swap']
const ONLY_LONG: readonly Step[] = ['topic', ...TELLING, 'underneath', 'helped']
const ONLY_TWO: readonly Step[] = [...TELLING, 'sliders']

/** Whether a walk comes through a step. */
export function hasStep(step: Step, walk: Walk): boolean {
  if (step === 'before') return walk.hasBefore
  if (ONLY_LONG.includes(step) && walk.length === 'short') return false
  if (ONLY_TWO.includes(step) && walk.alone) return false
  return walk.hasTopic || !(TELLING.includes(step) || step === 'underneath')
}

/** The step that follows; the end follows itself. Works from any step, one the walk lacks included. */
export const stepAfter = (step: Step, walk: Walk): Step =>
  STEPS.slice(STEPS.indexOf(step) + 1).find((each) => hasStep(each, walk)) ?? 'end'

/** The step before; null at the beginning. */
export const stepBefore = (step: Step, walk: Walk): Step | null =>
  STEPS.slice(0, STEPS.indexOf(step)).findLast((each) => hasStep(each, walk)) ?? null
