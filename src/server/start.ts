import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { readEnvironment } from './environment.ts'

/**
 * `npm start`: builds the client, then becomes the server. `--no-build` serves what was built before.
 *
 * Becoming is meant literally: the process replaces itself by a lean one, with the memory settings of
 * a small server and with its own code read from Node's compile cache, so that the compiler which
 * strips the types does not stay in memory. It keeps its id, so signals find it.
 */

const ROOT = resolve(import.meta.dirname, '../..')
const CACHE = join(ROOT, 'node_modules/.cache/node')
const LEAN = ['--max-semi-space-size=1', '--v8-pool-size=1']
/** The C library gives larger pieces back to the system at once, instead of keeping them. */
const LEAN_ENVIRONMENT = {
  NODE_COMPILE_CACHE: CACHE,
  MALLOC_MMAP_THRESHOLD_: '32768',
  MALLOC_TRIM_THRESHOLD_: '65536',
}

const environment = readEnvironment(process.env)
const isLean = process.execArgv.includes('--max-semi-space-size=1')
const isWarming = process.argv.includes('--warm')
const isBuilding = !isLean && !process.argv.includes('--no-build')
if (!environment.ok) {
  for (const error of environment.errors) console.error(error)
  process.exitCode = 1
} else if (isWarming) {
  await import('./serve.ts')
} else if (isBuilding && !(await build())) {
  console.error('The client does not build.')
  process.exitCode = 1
} else {
  if (!isLean) await becomeLean()
  const { serve } = await import('./serve.ts')
  await serve(environment.value)
}

/** Builds the client in a process of its own. */
function build(): Promise<boolean> {
  const vite = dirname(createRequire(import.meta.url).resolve('vite/package.json'))
  return run([join(vite, 'bin/vite.js'), 'build'])
}

/** Starts over as a lean server. Returns where that cannot be done: elsewhere than on Unix, or under a watcher. */
async function becomeLean(): Promise<void> {
  if (!process.execve || process.platform === 'win32' || process.connected) return
  const start = [...LEAN, import.meta.filename]
  // The cache is filled ahead, so that the first start is as lean as the next.
  if (isBuilding || !existsSync(CACHE)) await run([...start, '--warm'], LEAN_ENVIRONMENT)
  const args = [process.execPath, ...start, ...process.argv.slice(2)]
  process.execve(process.execPath, args, { ...process.env, ...LEAN_ENVIRONMENT })
}

async function run(
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...more },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return (await new Promise((done) => child.once('exit', done))) === 0
}
