import type { Said } from '../../device/moments/replies.ts'
import { offsetAt } from '../../device/moments/zones.ts'
import type { Lane } from './geometry.ts'
import type { Names } from './moment-row.tsx'

/** What every row of the timeline is drawn with. */
export interface Scene {
  readonly me: string
  readonly names: Names
  readonly laneOf: (mine: boolean) => Lane
  readonly clock: number
  /** This phone's zone, and the partner's where it is another one. */
  readonly zones: { readonly here: string; readonly there: string | null }
  readonly replies: ReadonlyMap<string, Said>
  /** The two may still write to each other. */
  readonly answerable: boolean
}

/** The partner's zone, if its clocks show another time than ours at that instant. */
export function zoneThere({ here, there }: Scene['zones'], instant: number): string | null {
  return there !== null && offsetAt(instant, there) !== offsetAt(instant, here) ? there : null
}
