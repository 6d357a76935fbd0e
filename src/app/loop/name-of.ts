import type { Us } from '../../device/couple/us.ts'
import type { loop } from '../messages/loop.ts'

/** The name of one of the two: names, not "you", because two may be looking. */
export function nameOf(person: string, us: Us, m: typeof loop): string {
  if (person === us.me.id) return us.me.name ?? m.you
  return us.partner?.name ?? m.unnamedStart
}
