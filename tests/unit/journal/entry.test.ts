import { describe, expect, it } from 'vitest'
import {
  entrySchema,
  filledFields,
  MAX_LINE,
  MAX_NOTE,
  ONLY_ME,
  sharingSchema,
  tidyWords,
  WORD_FIELDS,
  type Words,
  wordsSchema,
} from '../../../src/journal/entry.ts'
import { entryAt } from '../../people.ts'

/** One moment with everything that can be said about it. */
const EVERYTHING: Words = {
  situation: 'The calendar on the fridge',
  felt: ['ignored', 'a bit silly'],
  underneath: ['alone'],
  story: 'If it mattered to you, you would look.',
  needed: 'One word.',
  request: 'I need a sign. Would you send a heart, even a late one?',
  note: 'Sent you the heron on the weir.',
}

const WORDS: [name: string, value: unknown, isOne: boolean][] = [
  ['no words at all', {}, true],
  ['all of them', EVERYTHING, true],
  ['the longest note', { note: 'a'.repeat(MAX_NOTE) }, true],
  ['a note one longer', { note: 'a'.repeat(MAX_NOTE + 1) }, false],
  ['the longest request', { request: 'a'.repeat(MAX_LINE) }, true],
  ['a request one longer', { request: 'a'.repeat(MAX_LINE + 1) }, false],
  ['a feeling that is not on the list', { felt: ['like a wet glove'] }, true],
  ['a feeling as long as a story', { felt: ['a'.repeat(61)] }, false],
  ['24 feelings', { underneath: new Array(24).fill('sad') }, true],
  ['25 feelings', { underneath: new Array(25).fill('sad') }, false],
  ['feelings as one text', { felt: 'sad' }, false],
  ['a number for a note', { note: 5 }, false],
]

describe('words', () => {
  it.each(WORDS)('%s', (_name, value, isOne) => {
    expect(wordsSchema.safeParse(value).success).toBe(isOne)
  })

  it('has a place for each field in the order of the story', () => {
    expect(filledFields(EVERYTHING)).toEqual(WORD_FIELDS)
  })

  const TIDY: [name: string, words: Words, tidied: Words][] = [
    ['nothing stays nothing', {}, {}],
    [
      'empty texts and lists go',
      { note: '', felt: [], needed: 'One word.' },
      { needed: 'One word.' },
    ],
    ['everything stays', EVERYTHING, EVERYTHING],
    ['a space is something that was written', { note: ' ' }, { note: ' ' }],
  ]

  it.each(TIDY)('tidied: %s', (_name, words, tidied) => {
    expect(tidyWords(words)).toEqual(tidied)
    expect(filledFields(words)).toEqual(filledFields(tidied))
  })

  it('tidied, two ways of writing the same are the same text, whatever was typed first', () => {
    const a = tidyWords({ note: 'b', felt: ['sad'], story: '' })
    const b = tidyWords({ felt: ['sad'], note: 'b' })
    expect(JSON.stringify(a)).toBe(JSON.stringify(b))
  })

  it('tidying leaves what it was given as it was', () => {
    const words: Words = { note: '' }
    tidyWords(words)
    expect(words).toEqual({ note: '' })
  })
})

const US = { with: 'us', number: 1, opens: 'morning', opensAt: '2026-03-03T08:00:00Z', words: [] }

const SHARING: [name: string, value: unknown, isOne: boolean][] = [
  ['only me', ONLY_ME, true],
  ['only me, and left out of loops', { with: 'me', number: 0, loops: false }, true],
  ['only me again, after two cards', { with: 'me', number: 2, loops: true }, true],
  ['only me, without a word on loops', { with: 'me', number: 0 }, false],
  ['us, the moment alone', US, true],
  ['us, with words', { ...US, words: ['note', 'needed'] }, true],
  ['us, now', { ...US, opens: 'now' }, true],
  ['us, at our week', { ...US, opens: 'week' }, true],
  ['us, some day', { ...US, opens: 'some-day' }, false],
  ['us, without a time', { ...US, opensAt: undefined }, false],
  ['us, at no time there is', { ...US, opensAt: 'tomorrow' }, false],
  ['us, with a field that does not exist', { ...US, words: ['diary'] }, false],
  ['us, without a list of words', { ...US, words: undefined }, false],
  ['us, uncounted', { ...US, number: undefined }, false],
  ['everybody', { with: 'all', number: 1 }, false],
]

describe('who may see an entry', () => {
  it.each(SHARING)('%s', (_name, value, isOne) => {
    expect(sharingSchema.safeParse(value).success).toBe(isOne)
  })
})

describe('an entry', () => {
  const ENTRIES: [name: string, value: unknown, isOne: boolean][] = [
    ['a moment without words', entryAt(0, 'withdraw'), true],
    ['a moment with all of them', entryAt(0, 'pursue', { words: EVERYTHING, intensity: 4 }), true],
    ['without a move', { ...entryAt(0, 'pursue'), move: undefined }, false],
    ['without words, not even none', { ...entryAt(0, 'pursue'), words: undefined }, false],
    ['without a word on who may see it', { ...entryAt(0, 'pursue'), sharing: undefined }, false],
    ['of another type', { ...entryAt(0, 'pursue'), type: 'card' }, false],
  ]

  it.each(ENTRIES)('%s', (_name, value, isOne) => {
    expect(entrySchema.safeParse(value).success).toBe(isOne)
  })

  it('is only its author’s until the author chooses', () => {
    expect(entryAt(0, 'trigger').sharing).toEqual({ with: 'me', number: 0, loops: true })
  })
})
