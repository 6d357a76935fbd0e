import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { compareSite } from '../../../src/cli/compare-site.ts'
import { readSite, serveSite } from '../../../src/server/site.ts'

/** Whoever serves Tideline can serve other code. Here is a build, and servers that serve it or do not. */

const BUILD: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><title>Tideline</title>',
  'sw.js': 'self.skipWaiting()',
  'assets/first.js': 'export const words = []',
}
const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
const LIST = Object.entries(BUILD)
  .map(([path, text]) => `${hash(text)}  ${path}\n`)
  .join('')
const BASE = new URL('https://tideline.test')

/** What our own server does with a folder; `meddle` answers in its place. */
async function compareWith(
  files: Readonly<Record<string, string>>,
  meddle: (path: string) => Response | null = () => null,
) {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-site-'))
  await mkdir(join(folder, 'assets'))
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text)
  const app = new Hono().use(serveSite(await readSite(folder)))
  await rm(folder, { recursive: true })
  const get: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    return meddle(new URL(request.url).pathname) ?? app.fetch(request)
  }
  return compareSite(LIST, BASE, get)
}

describe('comparing a server with a build', () => {
  it('finds nothing where it serves that build', async () => {
    expect(await compareWith(BUILD)).toEqual({ asked: 10, differing: [] })
  })

  it('names a file that is another one by a single byte, and one that is missing', async () => {
    const { 'sw.js': _gone, ...rest } = BUILD
    const changed = { ...rest, 'assets/first.js': `${BUILD['assets/first.js']} ` }
    expect((await compareWith(changed))?.differing).toEqual([
      { path: '/sw.js', how: 'not there' },
      { path: '/assets/first.js', how: 'another file' },
    ])
  })

  it('names a door that opens on another page, and one that leads elsewhere', async () => {
    const meddle = (path: string) =>
      path === '/join'
        ? new Response('<script src="/assets/other.js"></script>')
        : path === '/link'
          ? Response.error()
          : null
    expect((await compareWith(BUILD, meddle))?.differing).toEqual([
      { path: '/join', how: 'another file' },
      { path: '/link', how: 'not there' },
    ])
  })

  it.each(['', 'hello', `${hash('a')}  only.js\n`])('takes %j for no list', async (list) => {
    const get = () => Promise.reject(new TypeError('nothing is asked'))
    expect(await compareSite(list, BASE, get)).toBeNull()
  })
})
