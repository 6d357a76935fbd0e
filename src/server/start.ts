import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { createApp } from './app.ts'
import { type Environment, readEnvironment } from './environment.ts'
import { createHub } from './hub.ts'
import { addressFrom, listen } from './listen.ts'
import { describeError, logTo } from './log.ts'
import { readSite } from './site.ts'
import { openSqliteStore } from './store/sqlite.ts'

/** `npm start`: builds the client, opens the store and serves both on one port until it is told to stop. */

const ROOT = resolve(import.meta.dirname, '../..')
const DIST = join(ROOT, 'dist')

const environment = readEnvironment(process.env)
if (environment.ok) await start(environment.value)
else fail(environment.errors)

async function start({ port, host, data, proxies }: Environment): Promise<void> {
  if (!process.argv.includes('--no-build') && !(await build())) fail(['The client does not build.'])
  const clock = Date.now
  const log = logTo((text) => process.stdout.write(text), clock)
  const folder = resolve(data)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const store = await openSqliteStore(join(folder, 'tideline.sqlite'), randomBytes)
  const hub = createHub()
  const site = existsSync(DIST) ? { site: await readSite(DIST) } : {}
  const addressOf = addressFrom(proxies)
  const app = createApp({ store, clock, log, version: readVersion(), hub, addressOf, ...site })
  const listening = await listen(app, hub, { port, host })
  console.log(`Tideline is at ${listening.url.replace('127.0.0.1', 'localhost')}`)

  let isStopping = false
  const stop = () => {
    if (isStopping) return
    isStopping = true
    log({ level: 'info', event: 'stopping' })
    void listening
      .close()
      .then(() => store.close())
      .then(
        () => log({ level: 'info', event: 'stopped' }),
        (error: unknown) => {
          log({ level: 'error', event: 'stop', ...describeError(error) })
          process.exitCode = 1
        },
      )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** Builds the client in a process of its own, which gives its memory back. */
async function build(): Promise<boolean> {
  const vite = dirname(createRequire(import.meta.url).resolve('vite/package.json'))
  const child = spawn(process.execPath, [join(vite, 'bin/vite.js'), 'build'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const code = await new Promise((done) => child.once('exit', done))
  return code === 0
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}

function fail(errors: readonly string[]): never {
  for (const error of errors) console.error(error)
  process.exit(1)
}
