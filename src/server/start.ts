import { spawn } from 'node:child_process'
import { createRequire, flushCompileCache } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { readEnvironment } from './environment.ts'

/**
 * `npm start`: builds the client, then becomes the server. `--no-build` serves what was built before.
 *
 * Becoming is meant literally: the process replaces itself by a lean one, with the memory settings of
 * a small server and with its own code read from Node's compile cache. Where that cache is missing or
 * stale, the compiler that strips the types comes along, some thirty megabytes that never leave: then
 * the process fills the cache and replaces itself once more. It keeps its id, so signals find it.
 */

const ROOT = resolve(import.meta.dirname, '../..')
/**
 * A small nursery, and a collection of the old before it holds twice what lives there. With half of this nursery a
 * thousand couples take 3 MB less and each push a tenth more of the processor; with twice as much, nothing is faster.
 */
const LEAN = ['--max-semi-space-size=4', '--heap-growing-percent=40', '--v8-pool-size=1']
const LEAN_ENVIRONMENT = {
  NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/node'),
  // The C library gives larger pieces back to the system at once, instead of keeping them.
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '262144',
}

const environment = readEnvironment(process.env)
const isLean = process.argv.includes('--lean')
const isFilled = process.argv.includes('--filled')
const isBuilding = !isLean && !process.argv.includes('--no-build')
if (!environment.ok) {
  for (const error of environment.errors) console.error(error)
  process.exitCode = 1
} else if (isBuilding && !(await build())) {
  console.error('The client does not build.')
  process.exitCode = 1
} else {
  if (!isLean) startOver('--lean')
  const { serve } = await import('./serve.ts')
  if (isLean && !isFilled && hasCompiler()) {
    flushCompileCache()
    startOver('--filled')
  }
  await serve(environment.value)
}

/** Builds the client in a process of its own. */
async function build(): Promise<boolean> {
  const vite = dirname(createRequire(import.meta.url).resolve('vite/package.json'))
  const command = [join(vite, 'bin/vite.js'), 'build']
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return (await new Promise((done) => child.once('exit', done))) === 0
}

/** Starts over as a lean server. Returns where that cannot be done: elsewhere than on Unix, or under a watcher. */
function startOver(as: '--lean' | '--filled'): void {
  if (!process.execve || process.platform === 'win32' || process.connected) return
  const args = [process.execPath, ...LEAN, import.meta.filename, ...process.argv.slice(2), as]
  process.execve(process.execPath, args, { ...process.env, ...LEAN_ENVIRONMENT })
}

/** Whether Node had to load what strips types: some code of ours was not in the cache. */
function hasCompiler(): boolean {
  const loaded: unknown = Reflect.get(process, 'moduleLoadList')
  return Array.isArray(loaded) && loaded.some((name) => String(name).includes('deps/amaro'))
}
