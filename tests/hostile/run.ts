import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { findChromium, handOver } from '../chromium.ts'

/**
 * `npm run test:hostile`: the hostile suites in full, from a seed that is printed, and then the scripts
 * that try to get in, in a real browser, against a build of what is here. Words behind it name suites,
 * as for Vitest; `script` is the one in the browser.
 */

const seed = process.env['HOSTILE_SEED'] ?? String(Date.now() % 1_000_000_000)
console.log(`seed ${seed} (HOSTILE_SEED=${seed} npm run test:hostile runs the same again)`)
const root = resolve(import.meta.dirname, '../..')
const words = process.argv.slice(2)
const options = words.filter((word) => word.startsWith('-'))
const named = words.filter((word) => !word.startsWith('-'))
const suites = named.filter((word) => word !== 'script').map((word) => `tests/hostile/${word}`)

const codes: number[] = []
if (named.length === 0) suites.push('tests/hostile/')
if (suites.length > 0) {
  codes.push(await run('vitest', ['run', ...suites, '--testTimeout=3600000', ...options]))
}
if (named.length === 0 || named.includes('script')) {
  const env = handOver(await findChromium(console.log))
  codes.push(await run('vite', ['build', '--logLevel', 'warn']))
  codes.push(
    await run('playwright', ['test', '-c', 'tests/e2e/playwright.config.ts', 'script'], env),
  )
}
process.exitCode = Math.max(...codes)

function run(command: string, args: readonly string[], extra: object = {}): Promise<number> {
  const child = spawn(resolve(root, 'node_modules/.bin', command), args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, HOSTILE: 'long', HOSTILE_SEED: seed, ...extra },
  })
  return new Promise((done) => {
    child.once('close', (code) => done(code ?? 1))
  })
}
