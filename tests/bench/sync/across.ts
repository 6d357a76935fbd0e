import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { takePhone } from '../../e2e/phone.ts'
import { type Figure, quantile } from '../figures.ts'
import { onBare, type Stage } from './stage.ts'

/**
 * One card from the tap on one phone to the frame on the other that shows it, on the app's own screens.
 * The bound writes strictly, posts, hears, writes strictly and draws.
 */
export async function measureAcross({ noa, remy, bare }: Stage, cards: number): Promise<Figure[]> {
  const sender = await takePhone('sender', bare.url)
  const receiver = await takePhone('receiver', bare.url)
  try {
    await sender.page.goto('/')
    await receiver.page.goto('/')
    await onBare(receiver.page, (bench) => bench.listen(), null)
    // Tall enough that every new card is on the screen.
    await remy.page.setViewportSize({ width: 390, height: 4000 })
    const ids = await keepMoments(noa.page, cards + WARMING)
    await remy.page.goto('/tide')
    await noa.page.goto('/now')
    await noa.page.waitForTimeout(3000)

    const [ours, bounds]: [number[], number[]] = [[], []]
    for (const [n, id] of ids.entries()) {
      const across = await openCard(noa.page, remy.page, id)
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

async function openCard(from: Page, to: Page, id: string): Promise<number> {
  await from.evaluate((path) => history.pushState(null, '', path), `/entry/${id}/sharing`)
  await from.getByText('Us, now', { exact: true }).click()
  const open = from.getByRole('button', { name: 'Open it now' })
  await open.waitFor()
  // Both phones come to rest: the moments themselves are on their way to the server, too.
  await from.waitForTimeout(700)
  const tapped = noteTap(from)
  const shown = noteRow(to)
  await to.evaluate(() => undefined)
  await open.tap()
  return (await shown) - (await tapped)
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

/** When the frame with one more moment has been drawn. */
const noteRow = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const count = () => document.querySelectorAll('main li button').length
        const before = count()
        const observer = new MutationObserver(() => {
          if (count() <= before) return
          observer.disconnect()
          requestAnimationFrame(() =>
            setTimeout(() => resolve(performance.timeOrigin + performance.now())),
          )
        })
        observer.observe(document.body, { childList: true, subtree: true })
      }),
  )

async function postCard(sender: Page, receiver: Page, seq: number): Promise<number> {
  const record = { id: `card ${seq}`, sealed: randomBytes(552).toString('base64url') }
  const arriving = onBare(receiver, (bench) => bench.arrived(), null)
  const begun = await onBare(
    sender,
    (bench, text) => bench.card(text),
    JSON.stringify({ rows: [{ seq, record }] }),
  )
  return (await arriving) - begun
}
