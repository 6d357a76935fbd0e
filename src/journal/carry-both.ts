import { carryUnknown } from './body.ts'

/**
 * Gives `next`, that became of both, the fields of either that this version does not know. One that only
 * one of them has changed, against what both began with, takes that change, as do known ones; where both
 * did, `mine` wins, or `theirs` where nothing else is known and it is the `later` one.
 */
export function carryBoth<T>(
  next: T,
  base: Read | null,
  mine: Read,
  theirs: Read,
  later: 'mine' | 'theirs',
): T {
  const join = (was: unknown, here: unknown, there: unknown): unknown => {
    if (isObject(here) && isObject(there)) {
      const before = isObject(was) ? was : {}
      const fields = new Set([...Object.keys(there), ...Object.keys(here)])
      return Object.fromEntries(
        [...fields].map((field) => [field, join(before[field], here[field], there[field])]),
      )
    }
    if (isSame(here, was)) return there
    if (isSame(there, was)) return here
    return base === null && later === 'theirs' ? there : here
  }
  return carryUnknown(
    join(base?.raw, mine.raw, theirs.raw),
    join(undefined, mine.body, theirs.body),
    next,
  )
}
interface Read {
  readonly body: unknown
  readonly raw: unknown
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
