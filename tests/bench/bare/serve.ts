import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { buildBarePage } from './build.ts'

export interface BareSite {
  readonly url: string
  /** Takes it off the network; phones that were there still have it. */
  stop(): Promise<void>
  /** Stops it and removes what was built. */
  remove(): Promise<void>
}

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }

/** Files packed once: the packing is not what a visit waits for. */
const known = new Map<string, Promise<Buffer>>()
function packed(path: string): Promise<Buffer> {
  const found = known.get(path) ?? readFile(path).then((bytes) => brotliCompressSync(bytes))
  known.set(path, found)
  return found
}

/** Builds the bare page and puts it on a port of its own. */
export async function serveBarePage(): Promise<BareSite> {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-bare-'))
  await buildBarePage(folder)
  await Promise.all(
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((each) => each.isFile())
      .map((each) => packed(join(each.parentPath, each.name))),
  )
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const file = path === '/' ? '/index.html' : path
    packed(join(folder, file)).then(
      (bytes) =>
        response
          .setHeader('content-type', TYPES[extname(file)] ?? 'text/plain')
          // As small on the way as Tideline's own files are.
          .setHeader('content-encoding', 'br')
          .end(bytes),
      () => response.writeHead(404).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No address.')

  async function stop(): Promise<void> {
    if (!server.listening) return
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop,
    async remove() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
