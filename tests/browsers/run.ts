import { resolve } from 'node:path'
import { build } from 'vite'
import { startServer } from '../e2e/server.ts'
import { openFirefox } from './firefox.ts'
import { findCommands } from './install.ts'
import { STORIES } from './stories.ts'
import { openWebKit } from './webkit.ts'
import type { Engine, Window } from './window.ts'

/**
 * `npm run test:browsers`: the stories that have to hold in Firefox and in WebKitGTK too, on what is built
 * here and now. `npm run test:browsers -- webkit` takes one engine. Browsers that are missing are installed
 * with apt-get; one that cannot be had counts as a failure. Not part of `npm test`.
 */
const ENGINES = {
  firefox: () => {
    const [firefox] = findCommands(['firefox-esr'], ['firefox-esr'], console.log) ?? []
    return firefox === undefined ? null : openFirefox(firefox)
  },
  webkit: () => {
    const packages = ['webkit2gtk-driver', 'xvfb']
    const [driver, xvfb] = findCommands(['WebKitWebDriver', 'Xvfb'], packages, console.log) ?? []
    return driver === undefined || xvfb === undefined ? null : openWebKit(driver, xvfb)
  },
} satisfies Record<string, () => Engine | null>
type Name = keyof typeof ENGINES

const all = Object.keys(ENGINES) as Name[]
const named = all.filter((name) => process.argv.includes(name))
let [passed, failed] = [0, 0]
/** What has to be closed, also when the run is stopped half way. */
const open = new Set<() => Promise<void>>()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void closeAll().finally(() => process.exit(130)))
}

console.log('Building …')
await build({ root: resolve(import.meta.dirname, '../..'), logLevel: 'error' })
for (const name of named.length > 0 ? named : all) {
  const engine = ENGINES[name]()
  if (!engine) {
    console.log(`✗ ${name} is not here and could not be installed.`)
    failed += STORIES.length
    continue
  }
  open.add(() => engine.close())
  for (const story of STORIES) await tellStory(engine, story)
  await closeAll()
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

async function tellStory(engine: Engine, [name, tell]: (typeof STORIES)[number]): Promise<void> {
  const server = await startServer()
  const end = () => server.remove()
  open.add(end)
  const windows: Window[] = []
  const openWindow = async () => {
    const window = await engine.open(server.url)
    windows.push(window)
    return window
  }
  const started = performance.now()
  try {
    await tell({ server, open: openWindow })
    passed += 1
    console.log(`✓ ${engine.name}: ${name} (${seconds(started)} s)`)
  } catch (error) {
    failed += 1
    console.log(`✗ ${engine.name}: ${name} (${seconds(started)} s)`)
    console.log(error instanceof Error ? error.message : error)
  } finally {
    for (const window of windows) await window.close()
    open.delete(end)
    await end()
  }
}

async function closeAll(): Promise<void> {
  for (const close of open) await close().catch(() => undefined)
  open.clear()
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1)
}
