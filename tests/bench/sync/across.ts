import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { tide } from '../../../src/app/messages/tide.ts'
import { takePhone } from '../../e2e/phone.ts'
import { type Figure, quantile } from '../figures.ts'
import { takeLegs, tellLegs, watchLegs } from './legs.ts'
import { onBare, type Stage } from './stage.ts'

/**
 * One card from the tap on one phone to the frame on the other that says so, on the app's own screens.
 * The bound writes strictly, posts, hears, writes strictly and draws.
 */
export async function measureAcross(
  { noa, remy, bare, tells }: Stage,
  cards: number,
): Promise<Figure[]> {
  const sender = await takePhone('sender', bare.url)
  const receiver = await takePhone('receiver', bare.url)
  if (tells) for (const { page } of [noa, remy]) await watchLegs(page)
  try {
    await sender.page.goto('/')
    await receiver.page.goto('/')
    await onBare(receiver.page, (bench) => bench.listen(), null)
    const ids = await keepMoments(noa.page, cards + WARMING)
    await remy.page.goto('/tide')
    await noa.page.goto('/now')
    await noa.page.waitForTimeout(3000)

    const [ours, bounds]: [number[], number[]] = [[], []]
    for (const [n, id] of ids.entries()) {
      const { tapped, across } = await openCard(noa.page, remy.page, id)
      if (tells) {
        const [here, there] = [await takeLegs(noa.page), await takeLegs(remy.page)]
        console.log(
          `card ${n}, shown after ${across.toFixed(1)} ms\n${tellLegs({ noa: here, remy: there }, tapped)}`,
        )
      }
      const bound = await postCard(sender.page, receiver.page, n + 1)
      if (n < WARMING) continue
      ours.push(across)
      bounds.push(bound)
    }
    const [median, bound] = [quantile(ours, 0.5), quantile(bounds, 0.5)]
    return [
      {
        what: 'one shared card, from the tap to the other’s screen',
        measured: median / bound,
        bound: 3.5,
        unit: 'times',
        detail: `${median.toFixed(1)} ms to ${bound.toFixed(1)} ms; ${cards} cards`,
      },
    ]
  } finally {
    await sender.remove()
    await receiver.remove()
  }
}

/** The first cards find an empty timeline and cold code. */
const WARMING = 3
const MINUTE = 60_000

/** Brings in moments of the last hours, to be opened one by one; answers their ids. */
async function keepMoments(page: Page, many: number): Promise<string[]> {
  const now = Date.now()
  const ids = Array.from({ length: many }, () => randomBytes(16).toString('base64url'))
  const journal = {
    format: 'tideline-journal',
    version: 1,
    exportedAt: new Date(now).toISOString(),
    entries: ids.map((id, n) => ({
      id,
      author: 'me',
      move: { kind: 'pursue', at: new Date(now - (many - n) * MINUTE).toISOString() },
    })),
  }
  await page.goto('/us/journal')
  await page.setInputFiles('input[type=file]', {
    name: 'more.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(journal)),
  })
  await page.getByText('moments were added', { exact: false }).waitFor()
  return ids
}

async function openCard(
  from: Page,
  to: Page,
  id: string,
): Promise<{ tapped: number; across: number }> {
  await from.evaluate((path) => history.pushState(null, '', path), `/entry/${id}/sharing`)
  await from.getByText('Us, now', { exact: true }).click()
  const open = from.getByRole('button', { name: 'Open it now' })
  await open.waitFor()
  // Both phones come to rest: the moments themselves are on their way to the server, too.
  await from.waitForTimeout(700)
  const [tapping, showing] = [noteTap(from), noteNews(to)]
  await to.evaluate(() => undefined)
  await open.tap()
  const [tapped, shown] = [await tapping, await showing]
  const news = to.getByRole('button', { name: tide.news.show })
  if (await news.isVisible()) await news.click()
  return { tapped, across: shown - tapped }
}

/** When the next finger is lifted, as the browser stamped it. */
const noteTap = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const note = ({ timeStamp }: Event) => resolve(performance.timeOrigin + timeStamp)
        document.addEventListener('click', note, { capture: true, once: true })
      }),
  )

/** When the frame has been drawn that says that there is something new, or shows it where nobody reads yet. */
const noteNews = (page: Page): Promise<number> =>
  page.evaluate(
    (name) =>
      new Promise<number>((resolve) => {
        const rows = () => document.querySelectorAll('main li button').length
        const before = rows()
        const observer = new MutationObserver(() => {
          const buttons = [...document.querySelectorAll('main button')]
          const isSaid = buttons.some(({ textContent }) => textContent === name)
          if (!isSaid && rows() <= before) return
          observer.disconnect()
          requestAnimationFrame(() =>
            setTimeout(() => resolve(performance.timeOrigin + performance.now())),
          )
        })
        observer.observe(document.body, { childList: true, subtree: true, characterData: true })
      }),
    tide.news.show,
  )

async function postCard(sender: Page, receiver: Page, seq: number): Promise<number> {
  const record = { id: `card ${seq}`, sealed: randomBytes(552).toString('base64url') }
  const arriving = onBare(receiver, (bench) => bench.arrived(), null)
  // It waits for the card before the card is sent.
  await receiver.evaluate(() => undefined)
  const begun = await onBare(
    sender,
    (bench, text) => bench.card(text),
    JSON.stringify({ rows: [{ seq, record }] }),
  )
  return (await arriving) - begun
}
