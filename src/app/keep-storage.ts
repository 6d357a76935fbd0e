/**
 * Asks the browser to keep what it holds for this app even when space runs short. Some ask their owner
 * in turn, so it is asked where the answer is plain: when two have paired, when the words are on paper.
 */
export async function askToKeep(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist())
  } catch {
    // A browser that cannot promise: the home screen is the safer place.
    return false
  }
}
