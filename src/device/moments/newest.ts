import type { Phone } from '../phone.ts'
import type { Place } from './read.ts'

/** The newest so many places, in the same order: a long journal has something to show before all is read. */
export async function readNewestPlaces({ db }: Phone, most: number): Promise<Place[]> {
  const newest = db.records.orderBy('[at+key]').reverse().limit(most)
  const keys = (await newest.keys()) as unknown as [number, string][]
  return keys.toReversed().map(([at, key]) => ({ key, at }))
}
