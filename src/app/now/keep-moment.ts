import type { Kind } from '../../journal/move.ts'
import { addEntry } from '../../device/write.ts'
import { toWhen } from '../../device/zones.ts'
import type { World } from '../world.tsx'

export type Kept = Awaited<ReturnType<typeof addEntry>>

/** A tap waits this long for the phone to open before its own time has to be written down, in ms. */
const SLOW = 5000

const inFlight = new Map<Kind, Promise<Kept>>()

/**
 * Keeps a moment, also when the phone is not open yet. A second tap on the same form while the first
 * is being kept is the same moment.
 */
export function keepMoment(world: World, kind: Kind): Promise<Kept> {
  const already = inFlight.get(kind)
  if (already) return already
  const keeping = keep(world, kind).finally(() => inFlight.delete(kind))
  inFlight.set(kind, keeping)
  return keeping
}

async function keep({ opening, runtime }: World, kind: Kind): Promise<Kept> {
  const tapped = runtime.clock()
  const phone = await opening
  const late = runtime.clock() - tapped > SLOW
  return addEntry(phone, late ? { kind, at: toWhen(tapped, runtime.zone()) } : { kind })
}
