import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { people } from '../people.ts'
import { takePhone } from './phone.ts'
import { freePort, startServer } from './server.ts'
import { pairByLink } from './taps.ts'

/**
 * Where stories begin. Installing the app and becoming two take a browser several seconds each, so every
 * worker does both once, by the same taps as anyone, and stories get copies of the folders that were left.
 * An address is part of what a browser keeps: that is why all servers of one worker have the same port.
 */
export interface Beginnings {
  readonly port: number
  /** The profile of a phone that has the app installed, and no journal yet. */
  installed(): Promise<string>
  /** The server's data and both profiles, right after the two have become two. */
  paired(): Promise<Pair>
  remove(): Promise<void>
}

export interface Pair {
  readonly data: string
  readonly first: string
  readonly second: string
}

export async function makeBeginnings(): Promise<Beginnings> {
  const port = await freePort()
  const home = await mkdtemp(join(tmpdir(), 'tideline-beginnings-'))
  let installed: Promise<string> | undefined
  let paired: Promise<Pair> | undefined
  const beginnings: Beginnings = {
    port,
    installed: () => (installed ??= install(port, join(home, 'installed'))),
    paired: () => (paired ??= becomeTwo(beginnings, join(home, 'paired'))),
    remove: () => rm(home, { recursive: true, force: true }),
  }
  return beginnings
}

async function install(port: number, folder: string): Promise<string> {
  const server = await startServer({ port })
  const phone = await takePhone('installed', server.url)
  await phone.page.goto('/')
  const isInstalled = () => navigator.serviceWorker.controller?.state === 'activated'
  // Every file of the app is fetched and hashed: on a busy machine that takes its time.
  await phone.page.waitForFunction(isInstalled, undefined, { timeout: 60_000 })
  await phone.context.close()
  // The keys of a person are made at the first opening, and no two phones may share them.
  await rm(join(phone.profile, 'Default/IndexedDB'), { recursive: true, force: true })
  await cp(phone.profile, folder, { recursive: true })
  await phone.remove()
  await server.remove()
  return folder
}

async function becomeTwo(beginnings: Beginnings, folder: string): Promise<Pair> {
  const profile = await beginnings.installed()
  const server = await startServer({ port: beginnings.port })
  const names = { first: people.first.name, second: people.second.name }
  const first = await takePhone(names.first, server.url, { profile })
  const second = await takePhone(names.second, server.url, { profile })
  await pairByLink(first.page, second.page, names)
  const pair = {
    data: join(folder, 'data'),
    first: join(folder, 'first'),
    second: join(folder, 'second'),
  }
  for (const [phone, target] of [
    [first, pair.first],
    [second, pair.second],
  ] as const) {
    await phone.context.close()
    await cp(phone.profile, target, { recursive: true })
    await phone.remove()
  }
  await server.stop()
  await cp(server.data, pair.data, { recursive: true })
  await server.remove()
  return pair
}
