import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from '@playwright/test'
import { chosenChromium, FLAGS } from '../chromium.ts'

/**
 * A phone: a Chromium with a profile on disk, so that what it keeps survives a restart. Incognito
 * contexts would keep IndexedDB in memory.
 */
export interface Phone {
  readonly name: string
  /** The folder of the profile. */
  readonly profile: string
  /** The page in the hand. After `restart` it is another one. */
  readonly page: Page
  readonly context: BrowserContext
  /** What went wrong in its pages: uncaught errors, and whatever the security policy refused. */
  readonly errors: readonly string[]
  /** Closes the browser and opens it again, as after a night in a drawer. */
  restart(): Promise<Page>
  /** Kills the browser (SIGKILL), whatever it is doing. `restart` gets it back. */
  kill(): Promise<void>
  /** Takes the phone's network away, or gives it back. */
  offline(isOffline: boolean): Promise<void>
  /** Closes it and removes the profile. */
  remove(): Promise<void>
}

/** The processes of the browser that has its profile there. What they start ends with them. */
function browsersOf(profile: string): number[] {
  return commands().flatMap(([pid, command]) => (command.includes(profile) ? [pid] : []))
}

/** What runs here. A bare Debian has no `ps`, and whoever has no `/proc` has that. */
function commands(): (readonly [pid: number, command: string])[] {
  if (!existsSync('/proc/self/cmdline')) {
    const lines = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n')
    return lines.map((line) => [Number.parseInt(line, 10), line])
  }
  return readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name)
        ? [[Number(name), readFileSync(`/proc/${name}/cmdline`, 'utf8')] as const]
        : []
    } catch {
      // It has ended meanwhile.
      return []
    }
  })
}

const IN_THE_HAND: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 1,
  hasTouch: true,
  isMobile: true,
  locale: 'en-GB',
  timezoneId: 'Europe/London',
}

export interface PhoneOptions extends BrowserContextOptions {
  /** The folder to begin with a copy of; without one, the browser has never run. */
  readonly profile?: string | undefined
  /** What else the browser is started with. */
  readonly flags?: readonly string[]
}

export async function takePhone(
  name: string,
  baseURL: string,
  { profile: before, flags = [], ...options }: PhoneOptions = {},
): Promise<Phone> {
  const profile = await mkdtemp(join(tmpdir(), `tideline-phone-${name}-`))
  if (before !== undefined) await cp(before, profile, { recursive: true })
  const errors: string[] = []

  async function open(): Promise<{ context: BrowserContext; page: Page }> {
    const context = await chromium.launchPersistentContext(profile, {
      ...IN_THE_HAND,
      ...options,
      baseURL,
      ...chosenChromium(),
      // As from the home screen: a window without a bar for addresses, which costs a browser a second.
      args: [...FLAGS, ...flags, '--app=data:,'],
    })
    context.on('weberror', (event) => errors.push(event.error().message))
    context.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) errors.push(message.text())
    })
    return { context, page: context.pages()[0] ?? (await context.newPage()) }
  }

  let now = await open()
  return {
    name,
    profile,
    errors,
    get page() {
      return now.page
    },
    get context() {
      return now.context
    },
    async kill() {
      const { context } = now
      const gone = new Promise((resolve) => context.once('close', resolve))
      for (const pid of browsersOf(profile)) process.kill(pid, 'SIGKILL')
      await gone
    },
    async restart() {
      await now.context.close()
      now = await open()
      return now.page
    },
    async offline(isOffline) {
      await now.context.setOffline(isOffline)
    },
    async remove() {
      await now.context.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}
