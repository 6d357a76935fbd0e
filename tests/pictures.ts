import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { findChromium, handOver } from './chromium.ts'
import { takePhone } from './e2e/phone.ts'
import { startServer } from './e2e/server.ts'
import { SHAPES } from './e2e/taps.ts'

/**
 * Takes the pictures that the manifest shows before Tideline is installed, from what lies in dist:
 * `npm run build && node tests/pictures.ts`. The couple on them is made up.
 */

const FOLDER = resolve(import.meta.dirname, '../public/screenshots')
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }
const DESK = { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false }

Object.assign(process.env, handOver(await findChromium(console.log, 'whole')))
mkdirSync(FOLDER, { recursive: true })
const server = await startServer()
const phone = await takePhone('pictures', server.url, PHONE)
const desk = await takePhone('pictures-desk', server.url, DESK)
try {
  const { page } = phone
  await page.goto('/now')
  await page.getByRole('button', { name: SHAPES.repair }).tap()
  await page.getByText('Kept. Only you can see it.').waitFor()
  await take(page, 'now')
  await openTide(page)
  await take(page, 'tide')
  await openTide(desk.page)
  await take(desk.page, 'tide-wide')
  await page.goto('/breathe')
  await page.waitForTimeout(3_900)
  await take(page, 'breathe')
} finally {
  await phone.remove()
  await desk.remove()
  await server.remove()
}

/** The made-up couple's last loop, in the middle of the screen. */
async function openTide(page: Page): Promise<void> {
  await page.goto('/demo/tide')
  const loop = page.locator('a[href*="/loop/"]').last()
  await loop.waitFor({ state: 'attached', timeout: 60_000 })
  await loop.evaluate((link) => link.scrollIntoView({ block: 'center' }))
  await page.waitForTimeout(1_500)
}

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(400)
  await page.screenshot({ path: resolve(FOLDER, `${name}.png`) })
}
