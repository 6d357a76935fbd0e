import { test as base } from '@playwright/test'
import { people } from '../people.ts'
import { type Beginnings, makeBeginnings } from './beginnings.ts'
import { type Phone, type PhoneOptions, takePhone } from './phone.ts'
import { type RunningServer, startServer } from './server.ts'

/** What every story needs: a server of its own, and as many phones as it names. */
interface Fixtures {
  readonly server: RunningServer
  /** Opens a phone on that server, with the app installed on it; the same name gives the same phone. */
  readonly phone: (name: string, options?: PhoneOptions) => Promise<Phone>
}

export const test = base.extend<Fixtures, { readonly beginnings: Beginnings }>({
  beginnings: [
    // Playwright wants the first argument destructured, even when nothing is needed.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const beginnings = await makeBeginnings()
      await provide(beginnings)
      await beginnings.remove()
    },
    { scope: 'worker' },
  ],

  server: async ({ beginnings }, provide, info) => {
    const server = await startServer({ port: beginnings.port })
    await provide(server)
    await end(server, info)
  },

  phone: async ({ beginnings, server }, provide, info) => {
    const phones = new Map<string, Phone>()
    await provide(async (name, options) => {
      const had = phones.get(name)
      if (had !== undefined) return had
      const profile = await beginnings.installed()
      const phone = await takePhone(name, server.url, { profile, ...options })
      phones.set(name, phone)
      return phone
    })
    for (const phone of phones.values()) {
      if (info.status !== info.expectedStatus) await keepPicture(phone, info.outputPath(phone.name))
      await phone.remove()
    }
  },
})

/** For stories of two who have become two before: `phone` gives theirs under their names. */
export const testAsTwo = test.extend({
  server: async ({ beginnings }, provide, info) => {
    const { data } = await beginnings.paired()
    const server = await startServer({ port: beginnings.port, data })
    await provide(server)
    await end(server, info)
  },

  phone: async ({ beginnings, phone }, provide) => {
    const { first, second } = await beginnings.paired()
    const theirs = new Map<string, string>([
      [people.first.name, first],
      [people.second.name, second],
    ])
    await provide(async (name, options) => {
      const profile = theirs.get(name)
      if (profile === undefined) return phone(name, options)
      const taken = await phone(name, { profile, ...options })
      if (!taken.page.url().startsWith('http')) await taken.page.goto('/now')
      return taken
    })
  },
})

export { expect } from '@playwright/test'

async function end(server: RunningServer, info: ReturnType<typeof test.info>): Promise<void> {
  if (info.status !== info.expectedStatus) {
    await info.attach('server output', { body: server.output, contentType: 'text/plain' })
  }
  await server.remove()
}

/** What the phone showed when the story went wrong. */
async function keepPicture(phone: Phone, path: string): Promise<void> {
  await phone.page.screenshot({ path: `${path}.png`, timeout: 5_000 }).catch(() => undefined)
  if (phone.errors.length > 0) console.error(`${phone.name}:\n  ${phone.errors.join('\n  ')}`)
}
