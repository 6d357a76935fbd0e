import { once } from 'node:events'
import { createServer } from 'node:http'

/** What becomes of an answer on its way: another body, no such route, or a stream that falls silent. */
export type Meddled = { readonly body: unknown } | 'not-found' | 'silent'

export interface Proxy {
  readonly url: string
  /** Sees the answers of the API, by path. Null lets them pass as they are. */
  meddle: ((path: string, body: unknown) => Meddled | null) | null
  stop(): Promise<void>
}

/** A proxy before the server that does to the API's answers what a test wants. */
export async function startProxy(target: string): Promise<Proxy> {
  const proxy = { meddle: null as Proxy['meddle'] }
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', target)
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      const { method = 'GET', headers } = request
      const { host: _host, connection: _connection, ...kept } = headers
      const answer = await fetch(address, {
        method,
        headers: { ...(kept as Record<string, string>), 'accept-encoding': 'identity' },
        ...(parts.length > 0 ? { body: Buffer.concat(parts) } : {}),
      })
      const type = answer.headers.get('content-type') ?? 'text/plain'
      const isStream = type.startsWith('text/event-stream')
      const isJson = address.pathname.startsWith('/api/') && !isStream
      const body = isJson ? ((await answer.json()) as unknown) : null
      const meddled = answer.ok ? (proxy.meddle?.(address.pathname, body) ?? null) : null
      if (meddled === 'not-found') return response.writeHead(404).end('Not Found')
      response.writeHead(answer.status, { 'content-type': type, ...policyOf(answer.headers) })
      if (meddled === 'silent') return response.flushHeaders()
      if (meddled) return response.end(JSON.stringify(meddled.body))
      if (isJson) return response.end(JSON.stringify(body))
      for await (const part of answer.body ?? []) response.write(part)
      return response.end()
    })().catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No address.')
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  })
}

function policyOf(headers: Headers): Record<string, string> {
  const policy = headers.get('content-security-policy')
  return policy === null ? {} : { 'content-security-policy': policy }
}
