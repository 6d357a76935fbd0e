import { type Context, Hono } from 'hono'
import { idSchema } from '../sync/bytes.ts'
import { type RouteName, ROUTES } from '../sync/api.ts'
import { PROOF_HEADER } from '../sync/proof.ts'
import { parseAs, readJson } from './body.ts'
import { admit, type Gate } from './caller.ts'
import { createCycles } from './cycles.ts'
import { type Detect, detectHere } from './detector.ts'
import { createHealth } from './health.ts'
import { createHub, type Hub } from './hub.ts'
import { createLimiter, type Rate } from './limiter.ts'
import { describeError, type Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { describeApi } from './openapi.ts'
import { isRefusal, problemResponse, refuse } from './problem.ts'
import { relayPokes } from './relay.ts'
import { createReplays } from './replays.ts'
import { createHandlers, type Reply } from './routes.ts'
import { isOverTls, serveSite, type Site, STRICT_TRANSPORT } from './site.ts'
import type { Store } from './store/store.ts'

/** How much one may ask, by default: far more than a phone does, far less than would hurt. */
export const RATES: Rates = {
  person: { burst: 2000, perSecond: 500 },
  address: { burst: 5000, perSecond: 200 },
}

export interface Rates {
  readonly person: Rate
  readonly address: Rate
}

/** All that the app is made of. It reads no clock, no environment and no file by itself. */
export interface AppParts {
  readonly store: Store
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly log: Log
  readonly version: string
  /** Who listens for pokes; given where whoever starts the app also beats and closes it. */
  readonly hub?: Hub
  /** The built client, where this process serves it. */
  readonly site?: Site
  /** Finds cycles; in this thread unless another way is given. */
  readonly detect?: Detect
  readonly rates?: Rates
  /** What is counted for the operator, where there is one who asks. */
  readonly metrics?: Metrics
  /** Where a request comes from, to limit the unsigned ones. */
  readonly addressOf?: (c: Context) => string
}

type Methods = Map<string, string[]>

/** The whole server as one `fetch`: the API after `ROUTES`, its document, and the client. */
export function createApp(parts: AppParts): Hono {
  const { store, clock, log, version, site, rates = RATES } = parts
  const hub = parts.hub ?? createHub()
  const addressOf = parts.addressOf ?? (() => 'here')
  const gate: Gate = {
    store,
    clock,
    replays: store.sharedReplays(clock) ?? createReplays(clock),
    people: createLimiter(rates.person, clock),
    addresses: createLimiter(rates.address, clock),
  }
  relayPokes(store, hub, (error) =>
    log({ level: 'error', event: 'relay', ...describeError(error) }),
  )
  const cycles = createCycles(store, clock, parts.detect ?? detectHere)
  const health = createHealth(store, clock, version)
  const handlers = createHandlers({ store, hub, cycles, clock, health: () => health.answer() })
  const app = new Hono()
  const methods: Methods = new Map()

  app.use('/api/*', async (c, next) => {
    const begun = clock()
    await next()
    c.res.headers.set('cache-control', 'no-store')
    c.res.headers.set('x-content-type-options', 'nosniff')
    c.res.headers.set('cross-origin-resource-policy', 'same-origin')
    c.res.headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    c.res.headers.set('referrer-policy', 'no-referrer')
    if (isOverTls(c)) c.res.headers.set('strict-transport-security', STRICT_TRANSPORT)
    const seen = {
      method: methodOf(c),
      route: routeOf(c),
      status: c.res.status,
      ms: clock() - begun,
    }
    parts.metrics?.observe(seen)
    log({ level: c.res.status < 500 ? 'info' : 'error', event: 'request', ...seen })
  })

  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const { method, path } = ROUTES[name]
    methods.set(path, [...(methods.get(path) ?? []), method])
    app.on(method, pattern(path), async (c) => respond(await answer(c, name)))
  }
  app.get('/api/metrics', (c) => {
    const wait = gate.addresses.take(addressOf(c))
    if (wait > 0) return problemResponse(refuse('busy', undefined, { retryAfter: wait }))
    // Without the token there is nothing here, and nothing to guess at.
    const text = parts.metrics?.tell(c.req.header('authorization')) ?? null
    if (text === null) return problemResponse(refuse('not-found'))
    return new Response(text, { headers: { 'content-type': 'text/plain; version=0.0.4' } })
  })
  // Hardly anybody asks for it: a server that starts does not wait for it.
  let document: string | null = null
  app.get('/api/openapi.json', () =>
    respond({ text: (document ??= JSON.stringify(describeApi(version))) }),
  )
  methods.set('/api/openapi.json', ['GET'])
  for (const [path, allow] of methods) {
    app.all(pattern(path), () => problemResponse(refuse('method', undefined, { allow })))
  }
  app.all('/api/*', () => problemResponse(refuse('not-found')))
  if (site) app.use('*', serveSite(site))
  app.notFound(() => problemResponse(refuse('not-found')))
  app.onError((error, c) => {
    log({ level: 'error', event: 'bug', route: routeOf(c), ...describeError(error) })
    return problemResponse(refuse('internal'))
  })
  return app

  /** One request, from the door to the answer. Nothing is applied before everything is parsed. */
  async function answer(c: Context, name: RouteName): Promise<Reply> {
    const route = ROUTES[name]
    // A HEAD is answered as a GET; only what is open to all has one, since proofs name their method.
    if (c.req.method !== route.method && route.signer !== 'none') {
      return refuse('method', undefined, { allow: [route.method] })
    }
    const url = new URL(c.req.url)
    const admitted = await admit(gate, route.signer, {
      proof: c.req.header(PROOF_HEADER),
      method: c.req.method,
      target: url.pathname + url.search,
      address: addressOf(c),
    })
    if (isRefusal(admitted)) return admitted
    const id = c.req.param('id')
    if (id !== undefined && !idSchema.safeParse(id).success) return refuse('malformed', 'path.id')
    const query =
      'query' in route ? parseAs(route.query, Object.fromEntries(url.searchParams), 'query') : none
    if (isRefusal(query)) return query
    let body: { value?: unknown } = none
    if ('body' in route) {
      const read = await readJson(c.req.raw)
      if (isRefusal(read)) return read
      const parsed = parseAs(route.body, read.json, 'body')
      if (isRefusal(parsed)) return parsed
      body = parsed
    }
    const call = {
      caller: admitted.caller,
      query: query.value,
      body: body.value,
      param: (param: string) => c.req.param(param) ?? '',
      header: (header: string) => c.req.header(header),
    }
    // The compiler cannot follow a name through two tables; both are made from `ROUTES`.
    return handlers[name](call as never)
  }
}

const none: { value?: unknown } = {}

/** `{id}` in our paths is `:id` in Hono's. */
const pattern = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** The method, unless somebody made one up. */
const methodOf = (c: Context): string => (METHODS.has(c.req.method) ? c.req.method : 'OTHER')
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** The route's pattern, never the path that was asked for. */
function routeOf(c: Context): string {
  return PATTERNS.find(({ looks }) => looks.test(c.req.path))?.path ?? 'other'
}
const PATTERNS = Object.values(ROUTES).map(({ path }) => ({
  path,
  looks: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}))

function respond(reply: Reply): Response {
  if (reply instanceof Response) return reply
  if (isRefusal(reply)) return problemResponse(reply)
  const text = 'text' in reply ? reply.text : JSON.stringify(reply.answer)
  return new Response(text, { headers: { 'content-type': 'application/json' } })
}
