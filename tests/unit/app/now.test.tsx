import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { WritingProvider } from '../../../src/app/messages/locale.tsx'
import { makePseudo } from '../../../src/app/messages/pseudo.ts'
import { isCalm } from '../../../src/app/now/calm.ts'
import { FourShapes } from '../../../src/app/now/four-shapes.tsx'
import { KeptLine } from '../../../src/app/now/kept.tsx'
import { WordsShown } from '../../../src/app/ui/words-shown.tsx'
import { explain } from '../../../src/app/ui/error-boundary.tsx'

const HOUR = 3_600_000
const nothing = () => undefined

it('four forms can be tapped, each with its own name and one quiet line', () => {
  const html = renderToStaticMarkup(<FourShapes just={null} onKeep={nothing} />)
  expect(html.match(/<button/g)).toHaveLength(4)
  for (const name of [
    'Something set me off',
    'I reached for you',
    'I stepped back',
    'I turned back to you',
  ]) {
    expect(html).toContain(name)
  }
})

it('the same forms in a language that needs more room', () => {
  const html = renderToStaticMarkup(
    <WritingProvider writing={makePseudo}>
      <FourShapes just={null} onKeep={nothing} />
    </WritingProvider>,
  )
  expect(html).not.toContain('I stepped back')
  expect(html).toContain('Ï štëppëd báçk')
})

it('what set it off is said in that language too, a code of a newer version as it is', () => {
  const move = {
    kind: 'trigger',
    at: '2026-03-02T19:00:00Z',
    triggers: ['no-reply', 'the-moon'],
  } as const
  const shown = <WordsShown words={{}} move={{ ...move, triggers: [...move.triggers] }} />
  expect(renderToStaticMarkup(shown)).toContain('no reply, the moon')
  const html = renderToStaticMarkup(<WritingProvider writing={makePseudo}>{shown}</WritingProvider>)
  expect(html).not.toContain('no reply')
  expect(html).toContain('the moon')
})

it('when the phone is full, it says what is to be done and offers nothing that is not there', () => {
  const html = renderToStaticMarkup(
    <KeptLine last={{ phase: 'failed', full: true }} onUndo={nothing} onBringBack={nothing} />,
  )
  expect(html).toContain('This phone has no room left.')
  expect(html).not.toContain('Undo')
})

it('sharing is offered on a calm opening only, never in the hot hours', () => {
  const now = Date.UTC(2026, 2, 3, 12)
  expect(isCalm(null, now)).toBe(false)
  expect(isCalm(now - 11 * HOUR, now)).toBe(false)
  expect(isCalm(now - 13 * HOUR, now)).toBe(true)
})

it('an error is told by what it means for the person', () => {
  const refused = Object.assign(new Error('x'), { name: 'OpenFailedError' })
  expect(explain(refused)).toBe('no-storage')
  expect(explain(new TypeError('Failed to fetch dynamically imported module: /a.js'))).toBe(
    'no-part',
  )
  expect(explain(new Error('anything'))).toBe('other')
})
