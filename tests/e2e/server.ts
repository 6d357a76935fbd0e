import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * The server as `npm start` runs it, on loopback and on a database of its own. It can be stopped and
 * started again on the same port and data, as after a power cut or on a train that leaves a tunnel.
 */
export interface RunningServer {
  readonly url: string
  /** The folder of its database. */
  readonly data: string
  /** The process while it runs. */
  readonly pid: number | undefined
  /** All that it has printed so far. */
  readonly output: string
  /** `SIGKILL` is the power cut. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
  start(): Promise<void>
  /** Stops it and removes its data. */
  remove(): Promise<void>
}

const ROOT = resolve(import.meta.dirname, '../..')
const COMMAND = ['src/server/start.ts', '--no-build']
const START_LIMIT = 20_000

interface ServerOptions {
  readonly env?: Record<string, string>
  /** What Node runs, if not the server itself. */
  readonly command?: readonly string[]
  /** Where to listen; without one, wherever it is free. */
  readonly port?: number
  /** The folder to begin with a copy of; without one, nobody is there yet. */
  readonly data?: string
}

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { env = {}, command = COMMAND, port = await freePort(), data: before } = options
  const data = await mkdtemp(join(tmpdir(), 'tideline-data-'))
  if (before !== undefined) await cp(before, data, { recursive: true })
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let output = ''

  async function start(): Promise<void> {
    if (child !== undefined) return
    const started = spawn(process.execPath, command, {
      cwd: ROOT,
      env: { ...process.env, ...env, PORT: String(port), HOST: '127.0.0.1', TIDELINE_DATA: data },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    }
    await answers(url, started).catch(async (error: unknown) => {
      await stop('SIGKILL')
      throw new Error(`The server did not start (${String(error)}). It said:\n${output}`)
    })
  }

  async function stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const ending = child
    child = undefined
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const exited = once(ending, 'exit')
    ending.kill(signal)
    const impatient = setTimeout(() => ending.kill('SIGKILL'), 10_000)
    await exited
    clearTimeout(impatient)
  }

  await start()
  return {
    url,
    data,
    get pid() {
      return child?.pid
    },
    get output() {
      return output
    },
    stop,
    start,
    async remove() {
      await stop()
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port is free.')
  return address.port
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_LIMIT
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`exit code ${child.exitCode}`)
    const response = await fetch(`${url}/api/health`).catch(() => null)
    if (response?.ok) return
    await new Promise((wake) => setTimeout(wake, 50))
  }
  throw new Error('no answer in time')
}
