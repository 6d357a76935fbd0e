import { useLiveQuery } from 'dexie-react-hooks'
import { useState } from 'react'
import { type Moment, readMoments, type Unreadable } from '../../device/read.ts'
import { usePhone } from '../world.tsx'

export type Read = ReadonlyMap<string, Moment | Unreadable>

const NONE: Read = new Map()

/**
 * Opens the moments behind `keys`, and no others. While the next window is being opened, what the last
 * one showed stays.
 */
export function useMoments(keys: readonly string[]): Read {
  const phone = usePhone()
  const [before, setBefore] = useState<Read>(NONE)
  const wanted = keys.join(' ')
  const found = useLiveQuery(async () => {
    const read = await readMoments(phone, wanted === '' ? [] : wanted.split(' '))
    return new Map(read.map((each) => [each.key, each]))
  }, [phone, wanted])
  if (found && found !== before) setBefore(found)
  return found ?? before
}
