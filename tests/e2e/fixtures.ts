import { test as base, type BrowserContextOptions } from '@playwright/test'
import { type Phone, takePhone } from './phone.ts'
import { type RunningServer, startServer } from './server.ts'

/** What every story needs: a server of its own, and as many phones as it names. */
interface Fixtures {
  readonly server: RunningServer
  /** Opens a phone on that server; the same name gives the same phone. */
  readonly phone: (name: string, options?: BrowserContextOptions) => Promise<Phone>
}

export const test = base.extend<Fixtures>({
  // Playwright wants the first argument destructured, even when nothing is needed.
  // oxlint-disable-next-line no-empty-pattern
  server: async ({}, provide, info) => {
    const server = await startServer()
    await provide(server)
    if (info.status !== info.expectedStatus) {
      await info.attach('server output', { body: server.output, contentType: 'text/plain' })
    }
    await server.remove()
  },

  phone: async ({ server }, provide, info) => {
    const phones = new Map<string, Phone>()
    await provide(async (name, options) => {
      const phone = phones.get(name) ?? (await takePhone(name, server.url, options))
      phones.set(name, phone)
      return phone
    })
    for (const phone of phones.values()) {
      if (info.status !== info.expectedStatus) await keepPicture(phone, info.outputPath(phone.name))
      await phone.remove()
    }
  },
})

export { expect } from '@playwright/test'

/** What the phone showed when the story went wrong. */
async function keepPicture(phone: Phone, path: string): Promise<void> {
  await phone.page.screenshot({ path: `${path}.png`, timeout: 5_000 }).catch(() => undefined)
  if (phone.errors.length > 0) console.error(`${phone.name}:\n  ${phone.errors.join('\n  ')}`)
}
