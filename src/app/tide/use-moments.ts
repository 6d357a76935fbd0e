import { useEffect, useRef, useState } from 'react'
import { type Moment, readMoments, type Unreadable } from '../../device/moments/read.ts'
import { usePhone } from '../world.tsx'
import { inTurns } from './in-turns.ts'

export type Read = ReadonlyMap<string, Moment | Unreadable>

const NONE: Read = new Map()
/** So many stay in memory when they have left the screen, newest read last. */
const KEPT = 400
/** So many are drawn in one frame: on a slow phone more would be felt. */
const FEW = 4

/**
 * Opens the moments behind these groups of keys, and no others. Every group is watched by itself: one
 * that stays among `groups` is not read again because others come and go. What was read a moment ago
 * stays, so that scrolling back shows it at once; it is as it was then until it is wanted again.
 */
export function useMoments(groups: readonly (readonly string[])[]): Read {
  const phone = usePhone()
  const [read, setRead] = useState(NONE)
  const [failed, setFailed] = useState<{ readonly error: unknown } | null>(null)
  const watched = useRef(new Map<string, { unsubscribe(): void }>())
  const [turns] = useState(inTurns)
  useEffect(() => {
    const wanted = new Map(groups.map((keys) => [keys.join(' '), keys]))
    const near = new Set(groups.flat())
    for (const [name, watching] of watched.current) {
      if (wanted.has(name)) continue
      watching.unsubscribe()
      watched.current.delete(name)
    }
    for (const [name, keys] of wanted) {
      if (keys.length === 0 || watched.current.has(name)) continue
      const watching = phone
        .live(() => readMoments(phone, keys))
        .subscribe({
          // What is read together is drawn a few in a frame: all at once would hold up a touch.
          next: (found) => {
            for (let from = 0; from < keys.length; from += FEW) {
              const few = keys.slice(from, from + FEW)
              turns.take(() => {
                const isWanted = watched.current.has(name)
                if (isWanted) setRead((before) => merge(before, few, found, near))
                return isWanted
              })
            }
          },
          error: (error: unknown) => setFailed({ error }),
        })
      watched.current.set(name, watching)
    }
  }, [phone, groups, turns])
  useEffect(() => {
    const all = watched.current
    return () => {
      turns.clear()
      for (const watching of all.values()) watching.unsubscribe()
      all.clear()
    }
  }, [turns])
  if (failed) throw failed.error
  return read
}

/** Adds what of it was found behind `keys`; what is not near any more goes when there is too much. */
function merge(
  before: Read,
  keys: readonly string[],
  found: readonly (Moment | Unreadable)[],
  near: ReadonlySet<string>,
): Read {
  const merged = new Map(before)
  for (const key of keys) merged.delete(key)
  for (const moment of found) if (keys.includes(moment.key)) merged.set(moment.key, moment)
  for (const key of merged.keys()) {
    if (merged.size <= KEPT) break
    if (!near.has(key)) merged.delete(key)
  }
  return merged
}
