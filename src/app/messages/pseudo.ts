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

/** Stretches one text by about 40 % and accents it, as a long language would. */
export function stretch(text: string): string {
  const accented = Array.from(text, (letter) => ACCENTED[letter] ?? letter).join('')
  return `${accented}${'·'.repeat(Math.ceil(text.length * 0.4))}`
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
  return typeof value === 'object' && value !== null ? makePseudo(value) : value
}
