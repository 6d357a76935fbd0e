import { useEffect, useState } from 'react'

/** A question that is asked once, and its answer when it has come. */
export type Answer<T> =
  | { readonly phase: 'asking' }
  | { readonly phase: 'answered'; readonly value: T }
  | { readonly phase: 'failed' }

interface Held<T> {
  readonly ask: () => Promise<T>
  readonly turn: number
  readonly answer: Answer<T>
}

/**
 * Asks when the screen appears, when `ask` becomes another one, and again when told to. An answer to
 * an earlier question is never shown for a later one.
 */
export function useAnswer<T>(ask: () => Promise<T>): [Answer<T>, () => void] {
  const [turn, setTurn] = useState(0)
  const [held, setHeld] = useState<Held<T> | null>(null)
  useEffect(() => {
    let here = true
    const hold = (answer: Answer<T>) => {
      if (here) setHeld({ ask, turn, answer })
    }
    async function run(): Promise<void> {
      try {
        hold({ phase: 'answered', value: await ask() })
      } catch {
        hold({ phase: 'failed' })
      }
    }
    void run()
    return () => {
      here = false
    }
  }, [ask, turn])
  const isCurrent = held !== null && held.ask === ask && held.turn === turn
  return [isCurrent ? held.answer : { phase: 'asking' }, () => setTurn(turn + 1)]
}
