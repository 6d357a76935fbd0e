import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

/**
 * The browser of the end-to-end tests. One that is installed will do; where there is none, Playwright's
 * own is downloaded, and where that cannot be had, the system's package manager is asked. A browser
 * counts once it has really started. `node tests/chromium.ts` does only this.
 */

export interface Browser {
  readonly executablePath: string
  /** Whether the browser's own sandbox can be used: never as root, nor in most containers. */
  readonly chromiumSandbox: boolean
}

type Say = (line: string) => void

/** What keeps a browser under test quiet: no updates, no accounts, no first-run pages. */
export const FLAGS = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/**
 * The headless shell is Chromium without its windows: what Playwright itself runs where nobody looks. The
 * stories need about half the processor time in it. Figures are taken in what people have.
 */
const COMMANDS = {
  shell: ['chromium-headless-shell', 'chrome-headless-shell'],
  whole: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
} as const
type Form = keyof typeof COMMANDS
const MAC_APPS = ['Chromium', 'Google Chrome'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
)
const MINUTE = 60_000

/** A Chromium that starts, installed if need be, in this form where there is a choice. Throws when none can be had. */
export async function findChromium(say: Say, form: Form = 'shell'): Promise<Browser> {
  const named = process.env['CHROMIUM']
  if (named !== undefined && named !== '') {
    const browser = await tryStart(named, say)
    if (browser !== null) return browser
    throw new Error(`CHROMIUM is ${named}, and that does not start. Unset it to look for another.`)
  }
  return (
    (await firstThatStarts(say, form)) ??
    (await afterDownload(say)) ??
    (await afterPackageManager(say, form)) ??
    fail()
  )
}

/** The browser that `npm test` has found, or the first installed one, without starting it. */
export function chosenChromium(): Browser {
  const executablePath = process.env['CHROMIUM'] || installed('shell')[0]
  if (executablePath === undefined) throw new Error('No Chromium here yet: node tests/chromium.ts')
  return {
    executablePath,
    chromiumSandbox: !isRoot() && process.env['CHROMIUM_SANDBOX'] !== 'off',
  }
}

/** The environment in which a child process takes this browser without looking again. */
export function handOver(browser: Browser): Record<string, string> {
  return {
    CHROMIUM: browser.executablePath,
    CHROMIUM_SANDBOX: browser.chromiumSandbox ? 'on' : 'off',
  }
}

async function firstThatStarts(say: Say, form: Form): Promise<Browser | null> {
  for (const path of installed(form)) {
    const browser = await tryStart(path, say)
    if (browser !== null) return browser
  }
  return null
}

function installed(form: Form): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const { shell, whole } = COMMANDS
  const commands = form === 'shell' ? [...shell, ...whole] : [...whole, ...shell]
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command)))
  return [...onPath, ...MAC_APPS, chromium.executablePath()].filter(isExecutable)
}

async function afterDownload(say: Say): Promise<Browser | null> {
  say("No Chromium is installed. Downloading Playwright's own …")
  const cli = join(createRequire(import.meta.url).resolve('playwright/package.json'), '../cli.js')
  // Its progress is shown; the stack traces of its attempts would help nobody.
  if (!run(process.execPath, [cli, 'install', 'chromium'], 5 * MINUTE, 'ignore')) {
    say('The download did not work.')
    return null
  }
  const path = chromium.executablePath()
  const browser = await tryStart(path, say)
  if (browser !== null || !canInstall()) return browser
  say('It lacks libraries of the system. Installing them …')
  run(...asRoot(process.execPath, [cli, 'install-deps', 'chromium']), 5 * MINUTE)
  return tryStart(path, say)
}

async function afterPackageManager(say: Say, form: Form): Promise<Browser | null> {
  if (!canInstall()) {
    say('apt-get cannot be used here: it is missing, or there are no rights to install.')
    return null
  }
  run(...asRoot('apt-get', ['update', '-qq']), 3 * MINUTE)
  for (const name of form === 'shell' ? ['chromium-headless-shell', 'chromium'] : ['chromium']) {
    say(`Installing the package ${name} with apt-get …`)
    const install = ['install', '-y', '-qq', '--no-install-recommends', name]
    if (run(...asRoot('apt-get', install), 8 * MINUTE)) return firstThatStarts(say, form)
    say('apt-get could not install it.')
  }
  return null
}

function fail(): never {
  throw new Error(
    'No Chromium could be found or installed. Install Chromium or Google Chrome, or name one: CHROMIUM=/path/to/it npm test',
  )
}

async function tryStart(executablePath: string, say: Say): Promise<Browser | null> {
  const sandboxes = isRoot() ? [false] : [true, false]
  for (const chromiumSandbox of sandboxes) {
    if (await starts({ executablePath, chromiumSandbox }))
      return { executablePath, chromiumSandbox }
  }
  say(`${executablePath} does not start.`)
  return null
}

async function starts(browser: Browser): Promise<boolean> {
  try {
    const running = await chromium.launch({ ...browser, args: FLAGS, timeout: MINUTE })
    const page = await running.newPage()
    const answer: unknown = await page.evaluate('6 * 7')
    await running.close()
    return answer === 42
  } catch {
    return false
  }
}

function run(
  command: string,
  args: readonly string[],
  timeout: number,
  stderr: 'inherit' | 'ignore' = 'inherit',
): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return (
    spawnSync(command, args, { stdio: ['ignore', 'inherit', stderr], timeout, env }).status === 0
  )
}

function asRoot(command: string, args: readonly string[]): [string, string[]] {
  return isRoot() ? [command, [...args]] : ['sudo', ['-n', '-E', command, ...args]]
}

function canInstall(): boolean {
  if (!existsSync('/usr/bin/apt-get')) return false
  return isRoot() || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

if (import.meta.main) {
  try {
    console.log((await findChromium(console.log)).executablePath)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
