import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, relative, resolve, sep } from 'node:path'
import { findChromium, handOver } from './chromium.ts'

/**
 * `npm test`: every check there is, one after the other, to the end even if one fails. The last line is
 * the sum over all of them. `npm run check` runs the quick ones; any can be named: node tests/run.ts e2e
 */

/** How many checks of one name went well, and how many did not. */
interface Count {
  readonly name: string
  readonly passed: number
  readonly failed: number
}

const ROOT = resolve(import.meta.dirname, '..')
const SOURCES = ['src', 'service-worker', 'tests', 'vite.config.ts']
const MINUTE = 60_000

const SUITES = {
  types: () => one('types', 'tsc', ['-b']),
  lint: () => one('lint', 'oxlint', ['--type-aware', '--quiet', ...SOURCES]),
  format: () => one('format', 'biome', ['format', '.']),
  unit: runUnitTests,
  build: () => one('build', 'vite', ['build', '--logLevel', 'warn']),
  e2e: runBrowserTests,
}
type Suite = keyof typeof SUITES
const ALL = Object.keys(SUITES) as Suite[]
const QUICK: readonly Suite[] = ['types', 'lint', 'format']

const scratch = mkdtempSync(join(tmpdir(), 'tideline-test-'))
const running = new Set<ChildProcess>()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)

const counts: Count[] = []
for (const suite of chosenSuites()) counts.push(...(await runSuite(suite)))
rmSync(scratch, { recursive: true, force: true })
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
process.exitCode = failed > 0 ? 1 : 0
console.log(`\n${passed} passed, ${failed} failed`)

function chosenSuites(): readonly Suite[] {
  const words = process.argv.slice(2)
  if (words.length === 0) return ALL
  if (words.length === 1 && words[0] === 'check') return QUICK
  const suites = ALL.filter((suite) => words.includes(suite))
  if (suites.length === words.length) return suites
  console.error(`Usage: node tests/run.ts [check | ${ALL.join(' | ')}]…`)
  process.exit(2)
}

/** Runs one suite and says how it went. A suite that breaks down counts as one failure. */
async function runSuite(suite: Suite): Promise<readonly Count[]> {
  const started = performance.now()
  console.log(`\n── ${suite}`)
  const results = await SUITES[suite]().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    return [failure(suite)]
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  for (const { name, passed, failed } of results) {
    console.log(`${failed > 0 ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed`)
  }
  console.log(`  ${seconds} s`)
  return results
}

/** A tool that either agrees or does not: one check. */
async function one(name: string, command: string, args: readonly string[]): Promise<Count[]> {
  const code = await run(command, args, 5 * MINUTE)
  return [{ name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }]
}

/** Everything Vitest runs, counted by the folder it lies in. */
async function runUnitTests(): Promise<Count[]> {
  const file = join(scratch, 'vitest.json')
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  const code = await run('vitest', ['run', '--silent=passed-only', ...reporters], 8 * MINUTE)
  const report = readReport(file) as VitestReport | null
  if (report === null) return [failure('unit')]
  const folders = new Map<string, Count>()
  for (const { name: path, status, assertionResults } of report.testResults) {
    const name = relative(join(ROOT, 'tests'), path).split(sep)[0] ?? 'unit'
    const { passed, failed } = folders.get(name) ?? { passed: 0, failed: 0 }
    const bad = assertionResults.filter((test) => test.status === 'failed').length
    folders.set(name, {
      name,
      passed: passed + assertionResults.filter((test) => test.status === 'passed').length,
      // A file that could not even be loaded has no results, and failed.
      failed: failed + (bad === 0 && status === 'failed' ? 1 : bad),
    })
  }
  return orFailure('unit', code, [...folders.values()])
}

/** The stories in a real browser, against a real server and what was just built. */
async function runBrowserTests(): Promise<Count[]> {
  if (!existsSync(join(ROOT, 'dist/index.html'))) throw new Error('There is no build to test.')
  if (counts.some(({ name, failed }) => name === 'build' && failed > 0)) {
    throw new Error('Not run: the build failed, and what lies in dist is an older one.')
  }
  const browser = await findChromium(console.log)
  console.log(`Browser: ${browser.executablePath}`)
  const file = join(scratch, 'playwright.json')
  const args = ['test', '-c', 'tests/e2e/playwright.config.ts', '--reporter=list,json']
  const env = { ...handOver(browser), PLAYWRIGHT_JSON_OUTPUT_FILE: file }
  const code = await run('playwright', args, 9 * MINUTE, env)
  const report = readReport(file) as PlaywrightReport | null
  if (report === null) return [failure('e2e')]
  const { expected, unexpected, flaky } = report.stats
  return orFailure('e2e', code, [{ name: 'e2e', passed: expected, failed: unexpected + flaky }])
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}
interface PlaywrightReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
  }
}

/** A runner that ends badly without naming a failed test has failed all the same. */
function orFailure(name: string, code: number, counts: Count[]): Count[] {
  const isExplained = code === 0 || counts.some((count) => count.failed > 0)
  return isExplained ? counts : [...counts, failure(`${name} (the run itself)`)]
}

function failure(name: string): Count {
  return { name, passed: 0, failed: 1 }
}

/** What a runner has written about itself; nothing when it broke down before. */
function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

/** Runs a command of `node_modules/.bin` in a process group of its own, so that it ends as a whole. */
function run(
  command: string,
  args: readonly string[],
  limit: number,
  extra: Record<string, string> = {},
): Promise<number> {
  const bin = join(ROOT, 'node_modules/.bin')
  const path = `${bin}${delimiter}${process.env['PATH'] ?? ''}`
  const env = { ...process.env, ...extra, PATH: path }
  const child = spawn(join(bin, command), args, {
    cwd: ROOT,
    env,
    stdio: 'inherit',
    detached: true,
  })
  running.add(child)
  const timer = setTimeout(() => {
    console.error(`${command} took longer than ${limit / MINUTE} minutes and was ended.`)
    end(child)
  }, limit)
  return new Promise((done, refuse) => {
    child.once('error', refuse)
    child.once('close', (code) => {
      clearTimeout(timer)
      running.delete(child)
      done(code ?? 1)
    })
  })
}

function end(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGTERM')
  } catch {
    // It has ended already.
  }
}

function stop(): void {
  for (const child of running) end(child)
  rmSync(scratch, { recursive: true, force: true })
  process.exit(130)
}
