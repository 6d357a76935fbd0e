import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/server/app.ts'
import { type Listening, listen } from '../../src/server/listen.ts'
import { readSite } from '../../src/server/site.ts'
import { call, cardOf, deviceOf, newCouple, push, type Server } from './client.ts'
import { listenTo } from './pokes.ts'
import { openWorld, type World } from './world.ts'

/** The server behind a port, as a phone meets it. */

let world: World
let site: string
let listening: Listening
let server: Server
beforeEach(async () => {
  world = await openWorld()
  site = await mkdtemp(join(tmpdir(), 'tideline-site-'))
  await mkdir(join(site, 'assets'))
  const script = `export const tide = ${JSON.stringify('in '.repeat(1000))}`
  await writeFile(join(site, 'index.html'), '<!doctype html><title>Tideline</title>')
  await writeFile(join(site, 'sw.js'), script)
  await writeFile(join(site, 'manifest.webmanifest'), '{}')
  await writeFile(join(site, 'assets', 'app-1a2b.js'), script)
  await writeFile(join(site, 'assets', 'font.woff2'), 'font')
  const { store, hub, clock, lines } = world
  const log = (line: (typeof lines)[number]) => lines.push(line)
  const app = createApp({ store, hub, clock, log, version: '0', site: await readSite(site) })
  listening = await listen(app, hub, { port: 0, host: '127.0.0.1' })
  server = {
    clock,
    fetch: (request) => {
      const { pathname, search } = new URL(request.url)
      return fetch(new Request(`${listening.url}${pathname}${search}`, request))
    },
  }
})
afterEach(async () => {
  await listening.close()
  await world.close()
  await rm(site, { recursive: true, force: true })
})

describe('a stream of pokes', () => {
  it('arrives frame by frame, and ends when the server does', async () => {
    const { ana, ben, couple } = await newCouple(server)
    const his = await listenTo(server, deviceOf(ben))
    expect(await his.next()).toMatchObject({ prev: 0, seq: 0, rows: [] })
    const card = cardOf(ana, couple)
    await push(server, deviceOf(ana), [card])
    expect(await his.next()).toMatchObject({ prev: 0, seq: 1, rows: [{ seq: 1, record: card }] })
    const { url } = listening
    const closed = listening.close()
    expect(await his.next()).toBe(null)
    await closed
    await expect(fetch(`${url}/api/health`)).rejects.toThrow()
    listening = await listen(world.app, world.hub, { port: 0, host: '127.0.0.1' })
  })

  it('is forgotten when the phone goes away', async () => {
    const { ana, ben } = await newCouple(server)
    const [hers, his] = [
      await listenTo(server, deviceOf(ana)),
      await listenTo(server, deviceOf(ben)),
    ]
    await Promise.all([hers.next(), his.next()])
    expect(world.hub.size).toBe(2)
    await hers.close()
    while (world.hub.size > 1) await new Promise((wake) => setImmediate(wake))
    expect(world.hub.size).toBe(1)
    await his.close()
  })
})

describe('stopping', () => {
  it('finishes what was begun: every acknowledged record is there, and none else is acknowledged', async () => {
    const { ana, couple } = await newCouple(server)
    const cards = Array.from({ length: 60 }, () => cardOf(ana, couple))
    const pushes = cards.map((card) =>
      push(server, deviceOf(ana), [card]).then(
        ({ status }) => (status === 200 ? card.id : null),
        () => null,
      ),
    )
    await pushes[5]
    await listening.close()
    const acknowledged = (await Promise.all(pushes)).filter((id) => id !== null)
    await world.restart()
    const { body } = await call(world, deviceOf(ana), 'pull', { query: { after: 0, limit: 500 } })
    const kept = body.rows.map((row: { record: { id: string } }) => row.record.id)
    expect(acknowledged.length).toBeGreaterThan(5)
    expect(kept).toEqual(expect.arrayContaining(acknowledged))
    listening = await listen(world.app, world.hub, { port: 0, host: '127.0.0.1' })
  })
})

describe('the client', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${listening.url}${path}`, { headers })

  it('is served at every view, with nothing but its own origin allowed', async () => {
    for (const path of ['/', '/week', '/demo/loop', '/index.html']) {
      const response = await get(path)
      expect(await response.text()).toContain('<title>Tideline</title>')
      expect(response.headers.get('cache-control')).toBe('no-cache')
      const policy = response.headers.get('content-security-policy')
      expect(policy).toMatch(/^default-src 'none';/)
      expect(policy).not.toContain('unsafe')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    }
  })

  it('is cached for good where names hold a hash, and asked for again elsewhere', async () => {
    const cached = async (path: string) => (await get(path)).headers.get('cache-control')
    expect(await cached('/assets/app-1a2b.js')).toBe('public, max-age=31536000, immutable')
    expect(await cached('/sw.js')).toBe('no-cache')
    expect(await cached('/manifest.webmanifest')).toBe('no-cache')
    const first = await get('/sw.js')
    await first.text()
    const again = await get('/sw.js', { 'if-none-match': first.headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
  })

  it('is compressed as the browser likes it', async () => {
    const plain = await (await get('/sw.js', { 'accept-encoding': 'identity' })).text()
    for (const encoding of ['br', 'gzip']) {
      const response = await get('/sw.js', { 'accept-encoding': encoding })
      expect(response.headers.get('content-encoding')).toBe(encoding)
      expect(response.headers.get('vary')).toBe('accept-encoding')
      expect(await response.text()).toBe(plain)
    }
    const refused = await get('/sw.js', { 'accept-encoding': 'gzip;q=0, br;q=0' })
    expect(refused.headers.get('content-encoding')).toBe(null)
    expect((await get('/assets/font.woff2')).headers.get('content-encoding')).toBe(null)
  })

  it('has no file but its own', async () => {
    for (const path of [
      '/missing.js',
      '/assets/missing.js',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/x.json',
    ]) {
      expect((await get(path)).status, path).toBe(404)
    }
    expect((await fetch(`${listening.url}/`, { method: 'POST' })).status).toBe(404)
  })
})
