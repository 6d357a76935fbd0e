import type { Moment } from '../../device/moments/read.ts'
import type { Us } from '../../device/couple/us.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'

/** Who did what, with names where both have one: two may be looking. */
export function useWho(us: Us): (moment: Moment) => string {
  const k = useMessages(kinds)
  const m = useMessages(loop)
  return ({ move, mine }) => {
    if (!mine) return k.named[move.kind](us.partner?.name ?? m.unnamedStart)
    return us.couple && us.me.name ? k.named[move.kind](us.me.name) : k.mine[move.kind]
  }
}
