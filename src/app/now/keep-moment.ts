import type { Kind } from '../../journal/move.ts'
import type { World } from '../world.tsx'

type Writing = typeof import('../../device/moments/add-entry.ts')

/**
 * What writes, which comes with the phone itself, after the first screen. Held once it is here: to import what is loaded
 * already still waits for the next frame to be painted.
 */
let writing: Writing | undefined
export const loadWriting = async (): Promise<Writing> =>
  (writing ??= await import('../../device/moments/add-entry.ts'))

export type Kept = Awaited<ReturnType<Writing['addEntry']>>

/** A tap waits this long for the phone to open before its own time has to be written down, in ms. */
const SLOW = 5000

const inFlight = new Map<Kind, Promise<Kept>>()

/**
 * Keeps a moment of `tapped` (in ms), also when the phone is not open yet. A second tap on the same form while the first
 * is being kept is the same moment.
 */
export function keepMoment(world: World, kind: Kind, tapped: number): Promise<Kept> {
  const already = inFlight.get(kind)
  if (already) return already
  const keeping = keep(world, kind, tapped).finally(() => inFlight.delete(kind))
  inFlight.set(kind, keeping)
  return keeping
}

async function keep({ opening, runtime }: World, kind: Kind, tapped: number): Promise<Kept> {
  const [phone, { addEntry, timeAt }] = await Promise.all([opening, loadWriting()])
  const late = runtime.clock() - tapped > SLOW
  return addEntry(phone, late ? { kind, at: timeAt(phone, tapped) } : { kind })
}

/** What no first tap needs. */
const loadDeleting = () => import('../../device/moments/delete-entry.ts')

/** Takes a moment back that was just kept; for a while it can be brought back. */
export async function takeBack({ opening }: World, id: string): Promise<boolean> {
  const [phone, { deleteEntry }] = await Promise.all([opening, loadDeleting()])
  return (await deleteEntry(phone, id)).ok
}

/** Brings it back. False: it is too late. */
export async function bringBack({ opening }: World, id: string): Promise<boolean> {
  const [phone, { undoDelete }] = await Promise.all([opening, loadDeleting()])
  return undoDelete(phone, id)
}
