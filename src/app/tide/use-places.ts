import { useEffect, useState } from 'react'
import { readNewestPlaces } from '../../device/moments/newest.ts'
import { type Place, readPlaces } from '../../device/moments/read.ts'
import type { Phone } from '../../device/phone.ts'
import { useLive } from '../world.tsx'
import { isElsewhere } from './start.ts'

/** More than any screen shows at once. */
const FIRST = 100

/**
 * The places of the timeline: the newest ones at once, and all of them when those have been drawn. Whoever
 * comes back to an earlier place waits for all.
 */
export function usePlaces(): readonly Place[] | undefined {
  const [isDrawn, setDrawn] = useState(isElsewhere)
  const places = useLive((phone) => readUpTo(phone, isDrawn), [isDrawn])
  const isThere = places !== undefined
  useEffect(() => {
    if (!isThere || isDrawn) return
    // The effect comes before the frame; the timer after it.
    const frame = requestAnimationFrame(() => setTimeout(() => setDrawn(true)))
    return () => cancelAnimationFrame(frame)
  }, [isThere, isDrawn])
  return places
}

const readUpTo = (phone: Phone, isDrawn: boolean): Promise<Place[]> =>
  isDrawn ? readPlaces(phone) : readNewestPlaces(phone, FIRST)
