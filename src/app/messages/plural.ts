import { language } from './dates.ts'

let rules: Intl.PluralRules | undefined

/** The form of a text that fits a number; `one` and `other` are enough for English. */
export function plural(
  count: number,
  forms: { readonly one: string; readonly other: string } & Partial<
    Readonly<Record<Intl.LDMLPluralRule, string>>
  >,
): string {
  rules ??= new Intl.PluralRules(language())
  return forms[rules.select(count)] ?? forms.other
}

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** Small numbers as words, as people say them; larger ones as figures. */
export function spell(count: number): string {
  return SMALL[count] ?? new Intl.NumberFormat(language()).format(count)
}
