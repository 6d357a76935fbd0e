/** So often in all a question is asked whose connection went away under it, and so long it waits before, in ms. */
const ATTEMPTS = 3
const PAUSE = 200

/**
 * What `ask` answers from the database. A browser may take the connection away at any time: Dexie opens it
 * again with the next question, but lets the one fall that was being answered, and then a live query would
 * be silent until something else changes. Any other error is thrown at once.
 */
export async function patiently<T>(ask: () => Promise<T>, attempt = 1): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (attempt === ATTEMPTS || !isConnectionLost(error)) throw error
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
    return patiently(ask, attempt + 1)
  }
}

const isConnectionLost = (error: unknown): boolean =>
  error instanceof Error && error.name === 'DatabaseClosedError'
