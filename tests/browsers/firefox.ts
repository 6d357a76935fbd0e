import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firefox } from 'playwright-core'
import type { Engine } from './window.ts'

/** Firefox as it is installed, driven over WebDriver BiDi. */
export function openFirefox(executablePath: string): Engine {
  const closing = new Set<() => Promise<void>>()
  return {
    name: 'Firefox',
    async open(origin) {
      const profile = await mkdtemp(join(tmpdir(), 'tideline-firefox-'))
      const context = await firefox.launchPersistentContext(profile, {
        channel: 'moz-firefox',
        executablePath,
        viewport: { width: 390, height: 844 },
        locale: 'en-GB',
      })
      const page = context.pages()[0] ?? (await context.newPage())
      const close = async () => {
        closing.delete(close)
        await context.close()
        await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
      }
      closing.add(close)
      return {
        goto: async (path) => void (await page.goto(new URL(path, origin).href)),
        reload: async () => void (await page.reload()),
        read: (expression) => page.evaluate(expression),
        async press(expression) {
          const element = (await page.evaluateHandle<Element | null>(expression)).asElement()
          if (!element) throw new Error('nothing to press')
          await element.click()
        },
        type: (text) => page.keyboard.type(text),
        close,
      }
    },
    async close() {
      for (const close of closing) await close()
    },
  }
}
