import { writeDates } from './dates.ts'
import type { Writing } from './locale.tsx'

const ACCENTED: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  e: 'ë',
  g: 'ğ',
  i: 'ï',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'ü',
  y: 'ý',
  A: 'Å',
  E: 'É',
  I: 'Ï',
  O: 'Ø',
  S: 'Š',
  U: 'Ü',
}

const MORE = '·'

/**
 * Stretches one text by about 40 % and accents it, as a long language would. What is in it already, a date for
 * example, is not stretched twice.
 */
export function stretch(text: string): string {
  const letters = Array.from(text.replaceAll(MORE, ''), (letter) => ACCENTED[letter] ?? letter)
  return `${letters.join('')}${MORE.repeat(Math.ceil(letters.length * 0.4))}`
}

/** The ways in which a test may ask for the screen: longer, and longer from right to left. */
const ASKED = ['long', 'long-rtl'] as const

/**
 * What `localStorage['tideline:writing']` asks for, applied to the document. Null: nothing of the kind.
 * The app looks for it before it draws; only tests and curious people set it.
 */
export function readAskedWriting(asked: string): Writing | null {
  if (!ASKED.some((each) => each === asked)) return null
  if (asked === 'long-rtl') document.documentElement.dir = 'rtl'
  writeDates(makePseudo)
  return makePseudo
}

/** A catalogue of the same shape in which every text is stretched. */
export function makePseudo<C extends object>(catalogue: C): C {
  const entries = Object.entries(catalogue).map(([key, value]) => [key, stretchValue(value)])
  return Object.fromEntries(entries) as C
}

function stretchValue(value: unknown): unknown {
  if (typeof value === 'string') return stretch(value)
  if (typeof value === 'function') {
    return (...details: unknown[]) => stretchValue(Reflect.apply(value, undefined, details))
  }
  if (Array.isArray(value)) return value.map(stretchValue)
  return typeof value === 'object' && value !== null ? makePseudo(value) : value
}
