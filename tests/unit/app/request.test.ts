import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entry } from '../../../src/app/messages/entry.ts'
import { makePseudo } from '../../../src/app/messages/pseudo.ts'
import { joinRequest, splitRequest } from '../../../src/app/entry/request-text.ts'

const { begins } = entry.request

describe('a request', () => {
  it.each([
    [
      'both halves',
      { need: 'an hour alone', would: 'take the dog' },
      'I need an hour alone. Would you take the dog?',
    ],
    ['a need alone', { need: 'an hour alone', would: '' }, 'I need an hour alone.'],
    ['a question alone', { need: '', would: 'sit with me?' }, 'Would you sit with me?'],
    ['nothing', { need: ' ', would: '' }, ''],
    ['one that trails off', { need: 'I do not know …', would: '' }, 'I need I do not know …'],
  ])('%s', (_name, halves, text) => {
    expect(joinRequest(halves, begins)).toBe(text)
  })

  it.each(['Please stay.', 'I want to be held.', 'I need that. And would you call?'])(
    'a text that was written as one piece stays one: %s',
    (text) => {
      const halves = splitRequest(text, begins)
      expect(halves === null ? text : joinRequest(halves, begins)).toBe(text)
    },
  )

  it('opens again as what it says, whatever was written', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (need, would) => {
        const text = joinRequest({ need, would }, begins)
        const halves = splitRequest(text, begins)
        if (halves !== null) expect(joinRequest(halves, begins)).toBe(text)
      }),
    )
  })

  it('is written, and opens again, in another language too', () => {
    const other = makePseudo(entry).request.begins
    const halves = { need: 'an hour alone', would: 'take the dog' }
    const text = joinRequest(halves, other)
    expect(text).not.toContain('I need')
    expect(splitRequest(text, other)).toEqual(halves)
    expect(splitRequest(text, begins)).toBeNull()
  })
})
