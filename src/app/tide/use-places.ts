import { useEffect, useMemo, useState } from 'react'
import { forgetOpened, readOpened } from '../../device/moments/opened.ts'
import { readNewestPlaces } from '../../device/moments/newest.ts'
import { type Place, readPlaces } from '../../device/moments/read.ts'
import type { Phone } from '../../device/phone.ts'
import { type News, useNews } from '../use-news.ts'
import { useLive, usePhone } from '../world.tsx'
import { isElsewhere } from './start.ts'

/** More than any screen shows at once. */
const FIRST = 100

/**
 * The places of the timeline: the newest ones at once, and all of them when those have been drawn. Whoever
 * comes back to an earlier place waits for all. What the other opens meanwhile waits for the next visit, or
 * for being brought in.
 */
export function usePlaces(): { places: readonly Place[] | undefined; news: News } {
  const phone = usePhone()
  const [isDrawn, setDrawn] = useState(isElsewhere)
  const read = useLive((each) => readUpTo(each, isDrawn), [isDrawn])
  const news = useNews(read?.opened)
  const { seen, waiting } = news
  // What is seen here Now has nothing left to say about.
  useEffect(() => {
    if (seen.length > 0) void forgetOpened(phone, seen)
  }, [phone, seen])
  const isThere = read !== undefined
  useEffect(() => {
    if (!isThere || isDrawn) return
    // The effect comes before the frame; the timer after it.
    const frame = requestAnimationFrame(() => setTimeout(() => setDrawn(true)))
    return () => cancelAnimationFrame(frame)
  }, [isThere, isDrawn])
  const all = read?.places
  const places = useMemo(
    () => (waiting.size > 0 ? all?.filter(({ key }) => !waiting.has(key)) : all),
    [all, waiting],
  )
  return { places, news }
}

/** Read in one: of what has come it is then known that it is new. */
function readUpTo(
  phone: Phone,
  isDrawn: boolean,
): Promise<{ places: readonly Place[]; opened: readonly string[] }> {
  const { db } = phone
  return db.transaction('r', db.records, db.state, async () => {
    const asked = isDrawn ? readPlaces(phone) : readNewestPlaces(phone, FIRST)
    const [places, opened] = await Promise.all([asked, readOpened(phone)])
    return { places, opened }
  })
}
