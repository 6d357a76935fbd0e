import { MERGING } from './merging.ts'
import type { Mutant } from './mutant.ts'
import { NEWER } from './newer.ts'
import { RECEIVING } from './receiving.ts'
import { RESTORING } from './restoring.ts'
import { SENDING } from './sending.ts'
import { SERVING } from './serving.ts'
import { SHARING } from './sharing.ts'
import { WRITING } from './writing.ts'

const ALL = {
  ...WRITING,
  ...SENDING,
  ...RECEIVING,
  ...MERGING,
  ...SHARING,
  ...RESTORING,
  ...SERVING,
  ...NEWER,
}
export type MutantName = keyof typeof ALL

/** Every bug there is to plant. */
export const MUTANTS: Readonly<Record<MutantName, Mutant>> = ALL
export const MUTANT_NAMES = Object.keys(ALL) as MutantName[]
