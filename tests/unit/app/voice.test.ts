import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * Roles belong to a loop, never to a person, and nothing here is a diagnosis or a score. The words that
 * would say otherwise appear nowhere a person could read them, nor in the code that finds loops.
 */
const NEVER = [
  /\banxious(ly)?\b/i,
  /\bavoidant\b/i,
  /\battachment (style|type)/i,
  /\b(clingy|needy|distancer|stonewall\w*|narcissis\w*|codependen\w*|toxic)\b/i,
  /\byou (always|never)\b/i,
  /\b(streak|score|rank)\b/i,
  /\b(therapist|diagnos\w+|disorder)\b/i,
]
/** What says, once and kindly, that this is neither. */
const ALLOWED = [/not therapy/i, /no diagnosis/i]

const SRC = resolve(import.meta.dirname, '../../../src')

const catalogue = readdirSync(join(SRC, 'app/messages'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => [name, textsOf(readFileSync(join(SRC, 'app/messages', name), 'utf8'))] as const)

/** What stands between quotes: the copy, without the code around it. */
function textsOf(source: string): string {
  return [...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g)]
    .map(([, plain, template]) => plain ?? template ?? '')
    .filter((text) => text.includes(' ') && !ALLOWED.some((each) => each.test(text)))
    .join('\n')
}

describe('the voice', () => {
  it.each(catalogue)('%s labels nobody', (_, texts) => {
    expect(NEVER.flatMap((word) => texts.match(word) ?? [])).toEqual([])
  })

  it('sees a label where there is one', () => {
    const texts = textsOf("title: 'You are the anxious one.',")
    expect(NEVER.some((word) => word.test(texts))).toBe(true)
  })

  it('shouts at nobody', () => {
    for (const [name, texts] of catalogue) expect([name, texts.match(/!/)]).toEqual([name, null])
  })

  it('the detector knows loops and no kinds of people', () => {
    const files = readdirSync(join(SRC, 'patterns')).filter((name) => name.endsWith('.ts'))
    for (const file of files) {
      const source = readFileSync(join(SRC, 'patterns', file), 'utf8')
      const found = NEVER.slice(0, 4).flatMap((word) => source.match(word) ?? [])
      expect([file, found]).toEqual([file, []])
    }
  })
})
