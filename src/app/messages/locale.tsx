import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { makePseudo } from './pseudo.ts'

/** How the words on the screen are written: as they are, or stretched to test the layout. */
export type Writing = 'plain' | 'pseudo'

const WritingContext = createContext<Writing>('plain')

/** Sets how everything inside is written. Without it the words are plain. */
export function WritingProvider(props: { writing: Writing; children: ReactNode }) {
  return <WritingContext value={props.writing}>{props.children}</WritingContext>
}

/** A catalogue: strings, functions that answer strings, and groups of both. */
export interface Catalogue {
  readonly [key: string]: string | ((...details: never[]) => string) | Catalogue
}

/** The words of one screen, in the language of the screen. */
export function useMessages<C extends object>(catalogue: C): C {
  const writing = useContext(WritingContext)
  return useMemo(
    () => (writing === 'pseudo' ? makePseudo(catalogue) : catalogue),
    [writing, catalogue],
  )
}
