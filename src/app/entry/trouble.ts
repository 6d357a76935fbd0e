import type { entry } from '../messages/entry.ts'

/** Why something could not be kept. */
export function sayTrouble(trouble: 'full' | 'too-long' | 'gone', m: typeof entry): string {
  return { full: m.full, 'too-long': m.tooLong, gone: m.gone }[trouble]
}
