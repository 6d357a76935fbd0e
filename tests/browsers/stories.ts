import { deepEqual } from 'node:assert/strict'
import { people } from '../people.ts'
import { SHAPES } from '../e2e/taps.ts'
import type { RunningServer } from '../e2e/server.ts'
import { fill, sees, tap, until, type Window } from './window.ts'

/** What has to hold in every engine: keeping a moment, without a network, in a couple, on the timeline. */

interface Stage {
  readonly server: RunningServer
  /** Opens a window that is closed when the story is over. */
  readonly open: () => Promise<Window>
}

export const STORIES: readonly (readonly [name: string, tell: (stage: Stage) => Promise<void>])[] =
  [
    ['a moment is kept with one tap, and is still there afterwards', keepsAMoment],
    ['without a network the app opens, keeps a moment and shows it', worksOffline],
    ['the timeline is scrolled, opened and narrowed', showsTheTimeline],
    ['two become two, and one tells the other when they are back', becomeTwo],
  ]

const KEPT = 'Kept. Only you can see it.'
const rows = (words: string) =>
  `[...document.querySelectorAll('li[data-row] button')].filter((each) => each.textContent.includes(${JSON.stringify(words)})).length`

async function keepsAMoment({ open }: Stage): Promise<void> {
  const window = await open()
  await window.goto('/now')
  await tap(window, SHAPES.pursue)
  await sees(window, KEPT)
  await window.goto('/tide')
  await until(window, 'one moment on Tide', `${rows('reached')} === 1`)
  await window.reload()
  await until(window, 'one moment on Tide', `${rows('reached')} === 1`)
}

async function worksOffline({ open, server }: Stage): Promise<void> {
  const window = await open()
  await window.goto('/now')
  await tap(window, SHAPES.repair)
  await sees(window, KEPT)
  const installed = "navigator.serviceWorker.controller?.state === 'activated'"
  await until(window, 'a service worker', installed)
  await server.stop()
  try {
    await window.goto('/now')
    await tap(window, SHAPES.withdraw)
    await sees(window, KEPT)
    await window.reload()
    await tap(window, 'Tide')
    await until(window, 'both on Tide', `${rows('turned back')} + ${rows('stepped back')} === 2`)
  } finally {
    await server.start()
  }
}

async function showsTheTimeline({ open }: Stage): Promise<void> {
  const window = await open()
  await window.goto('/demo/tide')
  // Said once the loops have been found, in a worker.
  const whole =
    '/between us\\.|stands out from chance|Not enough yet/.test(document.body.innerText)'
  await until(window, 'what is said of the whole', whole)
  await until(window, 'a ribbon', "document.querySelector('svg [class*=ribbon]')")
  const first =
    "Math.min(...[...document.querySelectorAll('li[data-row]')].map((each) => Number(each.dataset.index)))"
  const before = Number(await window.read(first))
  await window.read("(scrollTo(0, scrollY - 6000), dispatchEvent(new Event('wheel')), true)")
  await until(window, 'what was before', `${first} < ${before - 40} && ${rows('turned back')} > 0`)
  await tap(window, 'turned back')
  await until(window, 'an opened moment', "document.querySelector('li [aria-expanded=true]')")
  await tap(window, 'Find')
  await tap(window, 'a tone')
  await sees(window, 'Not everything is shown.')
  await tap(window, 'Done')
  await tap(window, 'Show everything')
  await until(window, 'everything again', `${rows('reached')} > 0`)
}

async function becomeTwo({ open }: Stage): Promise<void> {
  const [first, second] = [await open(), await open()]
  await first.goto('/us/pairing')
  await fill(first, 'Your name, as the other will see it', people.first.name)
  await tap(first, 'Make an invite')
  const link = "document.querySelector('code')?.textContent"
  await until(first, 'a link', `${link}?.includes('/join#')`)
  await second.goto(String(await first.read(link)))
  await fill(second, 'Your name, as the other will see it', people.second.name)
  await tap(second, `Join ${people.first.name}`)
  const pictures =
    "[...document.querySelectorAll('ul, ol')].map((list) => [...list.querySelectorAll('li')].map((each) => each.innerText)).find((list) => list.length === 6)"
  const seen: unknown[] = []
  for (const window of [first, second]) {
    await until(window, 'six pictures', pictures)
    seen.push(await window.read(pictures))
    await tap(window, 'They are the same')
  }
  deepEqual(seen[0], seen[1])
  for (const window of [first, second]) await sees(window, 'You are two here now.')

  await first.goto('/now')
  await tap(first, SHAPES.withdraw)
  await tap(first, 'I’ll be back at …')
  await tap(first, 'In twenty minutes')
  await sees(first, 'You’ll be back')
  await second.goto('/now')
  await sees(second, `${people.first.name} needs a little while, and will be back`)
}
