import type { AuthoredMove, Kind } from '../../../src/journal/move.ts'

const KIND = { T: 'trigger', P: 'pursue', W: 'withdraw', R: 'repair' } as const satisfies Record<
  string,
  Kind
>

/**
 * Writes moves the short way: `aP 0h, bW 3h` is a pursue of a at noon of Monday 2 March 2026 and a
 * withdraw of b three hours later. Ids count up from e1.
 */
export function story(text: string): AuthoredMove[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word, n) => {
      const [who, when] = word.split(' ') as [string, string]
      return {
        id: `e${n + 1}`,
        author: who.slice(0, -1),
        kind: KIND[who.slice(-1) as keyof typeof KIND],
        at: when.endsWith('h') ? hoursLater(Number(when.slice(0, -1))) : when,
      }
    })
}

/** The instant so many hours after noon of Monday 2 March 2026, UTC. */
export function hoursLater(hours: number): string {
  return new Date(Date.UTC(2026, 2, 2, 12) + hours * 3_600_000).toISOString()
}
