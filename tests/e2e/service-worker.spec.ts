import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { takePhone } from './phone.ts'

test('a new version waits until the person says yes', async ({ server }) => {
  const site = await deploy(server.url)
  const phone = await takePhone('anna', site.url)
  try {
    await phone.page.goto('/')
    await isInCharge(phone.page)
    await phone.page.evaluate(() => Object.assign(window, { halfWritten: 'I wanted to say' }))

    site.release()
    await phone.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      await registration.update()
    })
    await expect(phone.page.getByText('A newer Tideline is ready.')).toBeVisible()
    expect(await phone.page.evaluate(() => 'halfWritten' in window)).toBe(true)

    const reloaded = phone.page.waitForEvent('load')
    await phone.page.getByRole('button', { name: 'Use it now' }).click()
    await reloaded
    await phone.page.waitForFunction(async () => {
      const registration = await navigator.serviceWorker.ready
      return registration.waiting === null
    })
  } finally {
    await phone.remove()
    await site.stop()
  }
})

test('when the network is back, Background Sync tells the open pages to sync', async ({
  phone,
}) => {
  const anna = await phone('anna')
  await anna.page.goto('/')
  await isInCharge(anna.page)
  await anna.page.evaluate(() => {
    navigator.serviceWorker.addEventListener('message', (event) => {
      Object.assign(window, { told: event.data })
    })
    navigator.serviceWorker.startMessages()
  })

  const devtools = await anna.context.newCDPSession(anna.page)
  const registered = new Promise<string>((done) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations
      if (first) done(first.registrationId)
    }),
  )
  await devtools.send('ServiceWorker.enable')
  await devtools.send('ServiceWorker.dispatchSyncEvent', {
    origin: new URL(anna.page.url()).origin,
    registrationId: await registered,
    tag: 'tideline-sync',
    lastChance: false,
  })
  await anna.page.waitForFunction(() => 'told' in window)
  expect(await anna.page.evaluate(() => Reflect.get(window, 'told'))).toEqual({
    type: 'tideline-sync',
  })
})

async function isInCharge(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
}

/** The server behind a proxy that can pretend that a new version was put there. */
async function deploy(url: string) {
  let version = 1
  const proxy = createServer((request, response) => {
    void pass(new URL(request.url ?? '/', url)).then(
      ({ type, body }) => response.setHeader('content-type', type).end(body),
      () => response.writeHead(502).end(),
    )
  })
  async function pass(address: URL) {
    const answer = await fetch(address)
    const bytes = Buffer.from(await answer.arrayBuffer())
    const next = Buffer.from(`\n// version ${version}`)
    const body = address.pathname === '/sw.js' ? Buffer.concat([bytes, next]) : bytes
    return { type: answer.headers.get('content-type') ?? 'text/plain', body }
  }
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('No address.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    release: () => {
      version++
    },
    async stop() {
      proxy.close()
      proxy.closeAllConnections()
      await once(proxy, 'close')
    },
  }
}
