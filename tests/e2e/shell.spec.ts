import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { SHAPES } from './taps.ts'

/** A browser in which Tideline was never opened. */
const NEVER_OPENED = { profile: undefined }

test('the first tap need not wait for the app, and after one visit the app starts without its server', async ({
  server,
  phone,
}) => {
  const anna = await phone('anna', NEVER_OPENED)
  const bring = await holdBack(anna.page, '**/assets/react-*.js')
  await anna.page.goto('/', { waitUntil: 'commit' })
  await anna.page.getByRole('button', { name: SHAPES.withdraw }).click()
  bring()
  await expect(anna.page.getByText('Kept. Only you can see it.')).toBeVisible()
  await expect(anna.page.getByRole('button', { name: /^You stepped back, / })).toHaveCount(1)
  await expect(anna.page).toHaveTitle(/Tideline/)
  await isKeptByServiceWorker(anna.page)

  await server.stop()
  await anna.page.reload()
  await isShown(anna.page)

  await anna.restart()
  await anna.page.goto('/week')
  await expect(anna.page).toHaveTitle(/Tideline/)
  await isShown(anna.page)
  expect(anna.errors).toEqual([])
})

test('no answer of the API is kept by the service worker', async ({ server, phone }) => {
  const { page } = await phone('anna', NEVER_OPENED)
  await page.goto('/')
  await isKeptByServiceWorker(page)
  expect(await page.evaluate(async () => (await fetch('/api/health')).status)).toBe(200)
  const kept = await page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
    const requests = await Promise.all(caches_.map((cache) => cache.keys()))
    return requests.flat().map((request) => new URL(request.url).pathname)
  })
  expect(kept).toContain('/index.html')
  expect(kept.filter((path) => path.startsWith('/api'))).toEqual([])

  await server.stop()
  expect(await page.evaluate(() => fetch('/api/health').catch(() => 'no network'))).toBe(
    'no network',
  )
})

test('the manifest lets it be installed, with its shortcuts and pictures', async ({ phone }) => {
  const { page } = await phone('anna')
  await page.goto('/')
  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')
    return (await fetch(link?.href ?? '')).json()
  })
  expect(manifest).toMatchObject({ id: '/', start_url: '/', display: 'standalone' })
  expect(manifest.shortcuts.map((shortcut: { url: string }) => shortcut.url)).toEqual([
    '/now',
    '/week',
    '/breathe',
  ])
  const forms = manifest.screenshots.map((each: { form_factor: string }) => each.form_factor)
  expect(new Set(forms)).toEqual(new Set(['narrow', 'wide']))
  const pictures = [
    ...manifest.icons,
    ...manifest.screenshots,
    ...manifest.shortcuts.flatMap((s: { icons: [] }) => s.icons),
  ]
  for (const { src, sizes, type } of pictures) {
    const real = await page.evaluate(async (src: string) => {
      const response = await fetch(src)
      const picture = new Image()
      picture.src = src
      await picture.decode()
      const size = `${picture.naturalWidth}x${picture.naturalHeight}`
      return { type: response.headers.get('content-type'), size }
    }, src)
    expect(real.type, src).toContain(type)
    if (sizes !== 'any') expect(real.size, src).toBe(sizes)
  }
})

/** The network has not brought these files yet; answers what brings them. */
async function holdBack(page: Page, files: string): Promise<() => void> {
  let bring = (): void => undefined
  const held = new Promise<void>((resolve) => (bring = resolve))
  await page.route(files, async (route) => {
    await held
    await route.continue()
  })
  return bring
}

async function isShown(page: Page): Promise<void> {
  await expect(page.locator('#root')).not.toBeEmpty()
}

/** The worker is active and in charge of this page, the very first visit included. */
async function isKeptByServiceWorker(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
}
