import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, Hono } from 'hono'
import type { Hub } from './hub.ts'
import { HEARTBEAT_MS } from './pokes.ts'

/** How long a request under way may take once the server is asked to stop. */
const GRACE_MS = 10_000

/**
 * How long a connection is kept for a next request: longer than a proxy keeps its own (Caddy two minutes,
 * nginx one). One that is closed just as a request leaves on it fails that request.
 */
const KEPT_MS = 125_000

export interface Listening {
  readonly url: string
  /** Takes no more requests, finishes those under way, ends the streams. */
  close(): Promise<void>
}

/** Puts the app on a port. Streams of pokes are kept alive from here. */
export async function listen(
  app: Hono,
  hub: Hub,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  server.keepAliveTimeout = KEPT_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const underWay = new Set<ServerResponse>()
  let isClosing = false
  const endIfIdle = () => {
    // Connections are kept for a next request, which there will not be.
    if (isClosing && underWay.size === 0) server.closeAllConnections()
  }
  server.on('request', (_: unknown, response: ServerResponse) => {
    underWay.add(response)
    response.once('close', () => {
      underWay.delete(response)
      endIfIdle()
    })
  })
  const beat = setInterval(() => hub.beat(), HEARTBEAT_MS)
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return {
    url: `http://${name}:${address.port}`,
    close: async () => {
      clearInterval(beat)
      const closed = new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
      })
      hub.close()
      isClosing = true
      endIfIdle()
      const late = setTimeout(() => server.closeAllConnections(), GRACE_MS)
      await closed
      clearTimeout(late)
    },
  }
}

/**
 * Where a request comes from: the peer, or behind proxies of our own what the outermost of them saw.
 * What stands further left in the header was written by the sender.
 */
export function addressFrom(proxies: number): (c: Context) => string {
  return (c) => {
    const peer = () => getConnInfo(c).remote.address ?? 'unknown'
    if (proxies === 0) return peer()
    const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim())
    return hops.at(-proxies) || peer()
  }
}
