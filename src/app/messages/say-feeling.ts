import { SURFACE, UNDERNEATH, MORE_SURFACE, MORE_UNDERNEATH } from './feelings.ts'
import { useMessages } from './locale.tsx'

/** The words themselves are what is kept, so that a moment reads the same to whoever speaks another language. */
const feelings: Readonly<Record<string, string>> = Object.fromEntries(
  [...SURFACE, ...UNDERNEATH, ...MORE_SURFACE, ...MORE_UNDERNEATH].map((word) => [word, word]),
)

/** Says a feeling in the language of the screen; a word of somebody's own as they wrote it. */
export function useSayFeeling(): (word: string) => string {
  const said = useMessages(feelings)
  return (word) => (Object.hasOwn(said, word) ? said[word]! : word)
}
