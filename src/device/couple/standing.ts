import { type CoupleLink, digestLink, type PersonLink } from '../../sync/membership.ts'

export type Links = readonly (PersonLink | CoupleLink)[]
/** `behind`: an older state of the same chain. `parted`: another chain, which only an attack shows. */
export type Standing = 'goes-on' | 'behind' | 'parted'

/** How a chain stands to the one seen before: a shorter one would undo somebody's leaving. */
export function goesOnFrom(before: Links, now: Links): Standing {
  const [shorter, longer] = before.length <= now.length ? [before, now] : [now, before]
  const agrees = shorter.every((link, index) => {
    const other = longer[index]
    return other !== undefined && digestLink(link) === digestLink(other)
  })
  if (!agrees) return 'parted'
  return before.length <= now.length ? 'goes-on' : 'behind'
}
