import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'

/** The bound's server: a page, the same bytes as pages of a feed, and what is posted passed on as an event. */
export interface BareServer {
  readonly url: string
  /** What `/pages/0`, `/pages/1` … answer from now on. */
  pages: readonly string[]
  stop(): Promise<void>
}

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }

export async function startBareServer(folder: string): Promise<BareServer> {
  const files = new Map<string, Buffer>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) files.set(path.slice(folder.length), await readFile(path))
  }
  let pages: readonly string[] = []
  const listeners = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/post') {
      let text = ''
      request.setEncoding('utf8').on('data', (part: string) => (text += part))
      request.on('end', () => {
        for (const each of listeners) each.write(`data: ${text}\n\n`)
        response.end('{}')
      })
    } else if (pathname === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      listeners.add(response)
      request.on('close', () => listeners.delete(response))
    } else if (pathname.startsWith('/pages/')) {
      const page = pages[Number(pathname.slice('/pages/'.length))]
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'application/json' })
      response.end(page)
    } else {
      const path = pathname === '/' ? '/index.html' : pathname
      response.writeHead(files.has(path) ? 200 : 404, {
        'content-type': TYPES[extname(path)] ?? 'text/plain',
      })
      response.end(files.get(path))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No address.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    get pages() {
      return pages
    },
    set pages(next) {
      pages = next
    },
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
