import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Context, MiddlewareHandler } from 'hono'

/** The built client, read once when the server starts: no request ever touches the file system. */
export type Site = ReadonlyMap<string, Page>

interface Page {
  readonly type: string
  readonly tag: string
  readonly body: Uint8Array<ArrayBuffer>
  /** Compressed forms, made when first asked for. */
  readonly packed: Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}
const TEXTS = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.txt'])

/** Nothing but this origin's own files; the camera, to scan a partner's code, is all it may ask for. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // No text becomes markup or code but through the client's one policy, which makes neither.
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; '),
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy':
    'camera=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), clipboard-write=(self), ' +
    'accelerometer=(), browsing-topics=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), ' +
    'local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()',
}

/** Two years, and this name alone: what else runs on its subdomains is not ours to decide. */
export const STRICT_TRANSPORT = 'max-age=63072000'

/** Whether a proxy in front says that the browser came over TLS. Said in vain, browsers ignore it. */
export const isOverTls = (c: Context): boolean => c.req.header('x-forwarded-proto') === 'https'

/** Reads the built client from its folder. */
export async function readSite(folder: string): Promise<Site> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const pages = entries
    .filter((entry) => entry.isFile())
    .map(async (entry): Promise<[string, Page]> => {
      const file = join(entry.parentPath, entry.name)
      const body = Uint8Array.from(await readFile(file))
      const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
      const type = TYPES[extname(file)] ?? 'application/octet-stream'
      const path = `/${relative(folder, file).split(sep).join('/')}`
      return [path, { type, tag, body, packed: new Map() }]
    })
  return new Map(await Promise.all(pages))
}

/** Serves the client. A place without a file is a view of the app, which finds its own way. */
export function serveSite(site: Site): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const path = c.req.path.endsWith('/') ? `${c.req.path}index.html` : c.req.path
    const isView = extname(path) === ''
    const page = site.get(path) ?? (isView ? site.get('/index.html') : undefined)
    return page ? send(c, path, page) : next()
  }
}

async function send(c: Context, path: string, page: Page): Promise<Response> {
  const headers = new Headers(HEADERS)
  if (isOverTls(c)) headers.set('strict-transport-security', STRICT_TRANSPORT)
  headers.set('content-type', page.type)
  // A file whose name holds its hash never changes; all else is asked for again each time.
  const isHashed = path.startsWith('/assets/')
  headers.set('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
  headers.set('etag', page.tag)
  if (c.req.header('if-none-match')?.replace(/^W\//, '') === page.tag) {
    return new Response(null, { status: 304, headers })
  }
  if (!TEXTS.has(extname(path) || '.html')) return new Response(page.body, { headers })
  headers.set('vary', 'accept-encoding')
  const encoding = chooseEncoding(c.req.header('accept-encoding'))
  if (!encoding) return new Response(page.body, { headers })
  headers.set('content-encoding', encoding)
  headers.set('etag', `W/${page.tag}`)
  return new Response(await pack(page, encoding), { headers })
}

type Encoding = 'br' | 'gzip'

function chooseEncoding(accepted = ''): Encoding | null {
  const offers = accepted
    .split(',')
    .filter((offer) => !/;\s*q=0(?:\.0*)?\s*$/.test(offer))
    .map((offer) => offer.split(';')[0]?.trim())
  return offers.includes('br') ? 'br' : offers.includes('gzip') ? 'gzip' : null
}

function pack(page: Page, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  const known = page.packed.get(encoding)
  if (known) return known
  const packed =
    encoding === 'br'
      ? promisify(brotliCompress)(page.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
      : promisify(gzip)(page.body, { level: 9 })
  const bytes = packed.then((buffer) => Uint8Array.from(buffer))
  page.packed.set(encoding, bytes)
  return bytes
}
