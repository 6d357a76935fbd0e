import type * as z from 'zod/mini'
import { MAX_BODY_BYTES } from '../sync/limits.ts'
import { refuse, type Refusal } from './problem.ts'

/** Reads a request's body as JSON, and no more of it than is allowed. */
export async function readJson(request: Request): Promise<{ json: unknown } | Refusal> {
  const tooLarge = refuse('too-large', `at most ${MAX_BODY_BYTES} bytes`)
  const said = request.headers.get('content-length')
  if (Number(said ?? 0) > MAX_BODY_BYTES) return tooLarge
  try {
    // Node gives no more than was said; read as a whole, a body costs a fraction of one that streams.
    const bytes = said === null ? await readBounded(request.body) : await request.arrayBuffer()
    if (bytes === null || bytes.byteLength > MAX_BODY_BYTES) return tooLarge
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch {
    return refuse('malformed', 'body: not JSON')
  }
}

/** What a body holds, or nothing where it is longer than allowed. */
async function readBounded(body: Request['body']): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    if (length > MAX_BODY_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Holds input against a schema. */
export function parseAs<T extends z.ZodMiniType>(
  schema: T,
  input: unknown,
  place: string,
): { value: z.infer<T> } | Refusal {
  const parsed = schema.safeParse(input)
  return parsed.success
    ? { value: parsed.data }
    : refuse('malformed', [place, ...describe(parsed.error.issues[0])].join('.'))
}

/** Where it went wrong and how, in our words alone: names that the sender chose are left out. */
function describe(issue: z.core.$ZodIssue | undefined): string[] {
  if (!issue) return []
  const path = issue.path.map((key) =>
    typeof key === 'number' || /^[a-zA-Z]{1,16}$/.test(String(key)) ? String(key) : '*',
  )
  return [...path, issue.code]
}
