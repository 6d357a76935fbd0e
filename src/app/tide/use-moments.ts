import { useLiveQuery } from 'dexie-react-hooks'
import { useState } from 'react'
import { type Moment, readMoments, type Unreadable } from '../../device/moments/read.ts'
import { usePhone } from '../world.tsx'

export type Read = ReadonlyMap<string, Moment | Unreadable>

const NONE: Read = new Map()
/** So many stay in memory when they have left the screen, newest read last. */
const KEPT = 400

interface Answer {
  readonly keys: readonly string[]
  readonly read: Read
}

/**
 * Opens the moments behind `keys`, and no others. What was read a moment ago stays, so that scrolling
 * back shows it at once; it is as it was then until it is among `keys` again.
 */
export function useMoments(keys: readonly string[]): Read {
  const phone = usePhone()
  const [last, setLast] = useState<Answer | null>(null)
  const [known, setKnown] = useState(NONE)
  const wanted = keys.join(' ')
  const found = useLiveQuery(async (): Promise<Answer> => {
    const asked = wanted === '' ? [] : wanted.split(' ')
    const read = await readMoments(phone, asked)
    return { keys: asked, read: new Map(read.map((each) => [each.key, each])) }
  }, [phone, wanted])
  if (!found || found === last) return known
  const merged = merge(known, found)
  setLast(found)
  setKnown(merged)
  return merged
}

function merge(known: Read, { keys, read }: Answer): Read {
  const merged = new Map(known)
  for (const key of keys) merged.delete(key)
  for (const [key, moment] of read) merged.set(key, moment)
  for (const key of merged.keys()) {
    if (merged.size <= Math.max(KEPT, read.size)) break
    merged.delete(key)
  }
  return merged
}
