import { createContext, type ReactNode, useContext, useMemo } from 'react'

/** Writes a whole catalogue another way: in another language, or stretched to try the layout. */
export type Writing = <C extends object>(catalogue: C) => C

const asItIs: Writing = (catalogue) => catalogue
const WritingContext = createContext<Writing>(asItIs)

/** Sets how everything inside is written. Without it the words are as they are. */
export function WritingProvider(props: { writing: Writing; children: ReactNode }) {
  return <WritingContext value={props.writing}>{props.children}</WritingContext>
}

/** A catalogue: strings, functions that answer strings, and groups of both. */
export interface Catalogue {
  readonly [key: string]: string | ((...details: never[]) => string) | Catalogue
}

/** The words of one screen, in the language of the screen. */
export function useMessages<C extends object>(catalogue: C): C {
  const write = useContext(WritingContext)
  return useMemo(() => write(catalogue), [write, catalogue])
}
