import type { Page } from '@playwright/test'
import { takePhone } from '../e2e/phone.ts'
import { startServer } from '../e2e/server.ts'
import { longJournal } from '../long-journal.ts'
import { type Figure, quantile } from './figures.ts'
import { measureFilter } from './filter.ts'

/**
 * Scrolling Tide on an unthrottled machine: the longest task of the main thread, and the
 * time between frames against a bare page of equal height, scrolled by turns in the same browser. Two
 * journals: 10,000 moments of one person, and the made-up couple's half year with its ribbons. In the long
 * one a situation is looked for, too.
 */
export async function measureScroll(rounds: number): Promise<Figure[]> {
  const server = await startServer()
  const phone = await takePhone('long', server.url)
  try {
    const { page } = phone
    await page.goto('/us/journal')
    await page.setInputFiles('input[type=file]', {
      name: 'long.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(longJournal(MOMENTS))),
    })
    await page.getByText(`${MOMENTS} moments were added.`, { exact: false }).waitFor({
      timeout: 180_000,
    })
    const bare = await phone.context.newPage()
    await bare.setContent(BARE)
    // Like the timeline it begins at the end.
    await bare.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    const figures: Figure[] = []
    for (const [what, path] of JOURNALS) {
      await page.bringToFront()
      await page.goto(path)
      await page.getByRole('listitem').first().waitFor()
      // The loops are being looked for; scrolling is measured once they have come.
      await page.waitForTimeout(SETTLES)
      figures.push(...(await measureJournal(what, page, bare, rounds)))
      if (path === LONG) figures.push(...(await measureFilter(page, MOMENTS, rounds)))
    }
    return figures
  } finally {
    await phone.remove()
    await server.remove()
  }
}

const MOMENTS = 10_000
const SETTLES = 8_000
const LONG = '/tide'
const JOURNALS = [
  ['10,000 moments', LONG],
  ['loops', '/demo/tide'],
] as const
const BARE = `<style>div{height:76px;border-bottom:1px solid}</style>${'<div>a moment</div>'.repeat(2000)}`

async function measureJournal(
  what: string,
  page: Page,
  bare: Page,
  rounds: number,
): Promise<Figure[]> {
  const [ours, theirs]: [Scrolled[], Scrolled[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await scroll(page))
    theirs.push(await scroll(bare))
  }
  const longest = (all: readonly Scrolled[]) => Math.max(...all.map((each) => each.longest))
  const frame = (all: readonly Scrolled[]) =>
    quantile(
      all.flatMap((each) => each.frames),
      0.95,
    )
  const count = ours.reduce((sum, { frames }) => sum + frames.length, 0)
  return [
    {
      what: `longest task, scrolling ${what}`,
      measured: longest(ours),
      bound: 50,
      unit: 'ms',
      detail: `${rounds} sweeps; below 50 ms counts as 0; the bare page ${longest(theirs).toFixed(0)} ms`,
    },
    {
      what: `time between frames, scrolling ${what}`,
      measured: frame(ours) / frame(theirs),
      bound: 1.2,
      unit: 'times',
      detail: `95 in 100 of ${count}: ${frame(ours).toFixed(1)} ms, the bare page ${frame(theirs).toFixed(1)} ms`,
    },
  ]
}

interface Scrolled {
  /** The longest task in ms; 0 where none was above 50. */
  readonly longest: number
  /** Times between frames, in ms. */
  readonly frames: readonly number[]
}

/** One long smooth scroll towards the past, and one back. */
async function scroll(page: Page): Promise<Scrolled> {
  await page.bringToFront()
  await page.evaluate(() => {
    const seen = { tasks: [] as number[], frames: [] as number[], running: true, far: 0 }
    const from = scrollY
    Object.assign(window, { seen })
    new PerformanceObserver((list) => {
      for (const each of list.getEntries()) seen.tasks.push(each.duration)
    }).observe({ type: 'longtask' })
    let before = performance.now()
    const tick = (now: number) => {
      seen.frames.push(now - before)
      before = now
      seen.far = Math.max(seen.far, Math.abs(scrollY - from))
      if (seen.running) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  const devtools = await page.context().newCDPSession(page)
  for (const yDistance of [6000, -6000]) {
    await devtools.send('Input.synthesizeScrollGesture', {
      x: 195,
      y: 420,
      yDistance,
      speed: 2500,
      gestureSourceType: 'mouse',
    })
  }
  await devtools.detach()
  const { far, ...scrolled } = await page.evaluate(() => {
    const { seen } = window as unknown as {
      seen: { tasks: number[]; frames: number[]; running: boolean; far: number }
    }
    seen.running = false
    return { longest: Math.max(0, ...seen.tasks), frames: seen.frames.slice(1), far: seen.far }
  })
  if (far < 4000) throw new Error(`It did not scroll: ${far} px.`)
  return scrolled
}
