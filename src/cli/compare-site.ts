import { createHash } from 'node:crypto'

/** One address of a server that does not answer with what a build lists for it. */
export interface Differing {
  readonly path: string
  readonly how: 'another file' | 'not there' | 'no answer'
}

/** A line as `sha256sum` writes it. */
const LINE = /^([0-9a-f]{64}) [ *](\S.*)$/
/** Addresses at which the app begins; none of them is a file, and all answer with its page. */
const VIEWS = ['', 'now', 'tide', 'week', 'us', 'join', 'link']
const PAGE = 'index.html'

/**
 * Asks a server for every file that a build lists, and for its page by the addresses that people open.
 * It says what this server answered just now to whoever asked; not what it answers to somebody else.
 * Null: the list is none, or lists no page.
 */
export async function compareSite(
  list: string,
  base: URL,
  get: typeof fetch,
): Promise<{ readonly asked: number; readonly differing: readonly Differing[] } | null> {
  const listed = readList(list)
  const page = listed?.get(PAGE)
  if (!listed || page === undefined) return null
  const all = [...listed, ...VIEWS.map((path) => [path, page] as const)]
  const differing: Differing[] = []
  for (const [path, hash] of all) {
    const how = await compareOne(new URL(`/${path}`, base), hash, get)
    if (how !== 'same') differing.push({ path: `/${path}`, how })
  }
  return { asked: all.length, differing }
}

async function compareOne(
  url: URL,
  hash: string,
  get: typeof fetch,
): Promise<Differing['how'] | 'same'> {
  try {
    const answer = await get(url, { redirect: 'error', headers: { accept: '*/*' } })
    if (!answer.ok) return 'not there'
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return createHash('sha256').update(bytes).digest('hex') === hash ? 'same' : 'another file'
  } catch {
    return 'no answer'
  }
}

function readList(text: string): ReadonlyMap<string, string> | null {
  const lines = text.trimEnd().split('\n')
  const read = lines.map((line) => LINE.exec(line))
  if (read.includes(null)) return null
  return new Map(read.map((each) => [each?.[2] ?? '', each?.[1] ?? '']))
}
