import { SignJWT } from 'jose'
import type * as z from 'zod/mini'
import { ROUTES, type RouteName } from '../sync/api.ts'
import { toText } from '../sync/bytes.ts'
import { arrivingProblemSchema, type Problem, type Reason } from '../sync/problem.ts'
import { PROOF_ALGORITHM, PROOF_HEADER, PROOF_TYPE, type ProofClaims } from '../sync/proof.ts'
import type { Database } from './database.ts'
import type { Phone } from './phone.ts'
import { leaveAlone, restOf } from './sync/rest.ts'

/** The API's answer, or why there is none. `offline`: nothing came back, or not from the API. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: 'offline' | Reason; readonly retryAfter?: number }

type AnswerOf<N extends RouteName> = (typeof ROUTES)[N] extends {
  arrives: infer S extends z.ZodMiniType
}
  ? z.infer<S>
  : (typeof ROUTES)[N]['answer'] extends infer S extends z.ZodMiniType
    ? z.infer<S>
    : never

export interface Call {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Who signs, where it is not this device: the root, when a phrase is recovered. */
  readonly signer?: { readonly key: string; readonly privateKey: CryptoKey }
  /** Made ahead for this very call (`proveCall`). */
  readonly proof?: Promise<string>
}

/**
 * Calls one route of the API, signed by this device. An answer that is not what the route promises
 * counts as none: a captive portal, or a server of another time. A wrong clock is corrected once.
 */
export async function callApi<N extends Exclude<RouteName, 'pokes'>>(
  phone: Phone,
  name: N,
  call: Call = {},
): Promise<Answer<AnswerOf<N>>> {
  const response = await requestApi(phone, name, call)
  if (!response.ok) return response
  try {
    const route = ROUTES[name]
    const schema = ('arrives' in route ? route.arrives : route.answer) as z.ZodMiniType
    return { ok: true, value: schema.parse(await response.value.json()) as AnswerOf<N> }
  } catch {
    return { ok: false, reason: 'offline' }
  }
}

/** The response itself, for the stream of pokes. Problems are already told apart. */
export async function requestApi(
  phone: Phone,
  name: RouteName,
  call: Call = {},
  signal?: AbortSignal,
): Promise<Answer<Response>> {
  const rest = restOf(phone.runtime)
  if (rest > 0) return { ok: false, reason: 'busy', retryAfter: Math.ceil(rest / 1000) }
  const first = await send(phone, name, call, signal)
  if (!first) return { ok: false, reason: 'offline' }
  if (first.ok) return { ok: true, value: first }
  const problem = await readProblem(first)
  if (problem?.reason !== 'clock' || problem.time === undefined) return refused(problem)
  const offset = problem.time - phone.runtime.clock()
  await phone.db.state.put({ name: OFFSET, value: offset })
  offsets.set(phone.db, offset)
  const { proof: _made, ...again } = call
  const second = await send(phone, name, again, signal)
  if (!second) return { ok: false, reason: 'offline' }
  return second.ok ? { ok: true, value: second } : refused(await readProblem(second))
}

const refused = (problem: Problem | null): Extract<Answer<never>, { ok: false }> =>
  problem === null
    ? { ok: false, reason: 'offline' }
    : {
        ok: false,
        reason: problem.reason,
        ...(problem.retryAfter === undefined ? {} : { retryAfter: problem.retryAfter }),
      }

async function readProblem(response: Response): Promise<Problem | null> {
  try {
    return arrivingProblemSchema.parse(await response.json())
  } catch {
    return null
  }
}

/** A proxy in front may ask for a pause as well as the API itself. */
function noteRest({ runtime }: Phone, { status, headers }: Response): void {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if ((status === 429 || status === 503) && seconds > 0) leaveAlone(runtime, seconds)
}

/** How long an answer may take, in ms. */
const PATIENCE = 30_000

async function send(
  phone: Phone,
  name: RouteName,
  call: Call,
  signal: AbortSignal | undefined,
): Promise<Response | null> {
  const { runtime } = phone
  const { body, headers = {} } = call
  if (runtime.api === null) return null
  const { method } = ROUTES[name]
  const target = targetOf(name, call)
  const proof = await (call.proof ?? proveCall(phone, name, call))
  try {
    const response = await runtime.fetch(runtime.api + target, {
      method,
      headers: {
        [PROOF_HEADER]: proof,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      // A socket that has stalled must not hold up everything behind it. Pokes bring their own signal.
      signal: signal ?? AbortSignal.timeout(PATIENCE),
    })
    noteRest(phone, response)
    return response
  } catch {
    return null
  }
}

/** The path a call goes to, with its query. */
function targetOf(name: RouteName, { params = {}, query = {} }: Call): string {
  const path = ROUTES[name].path.replace(/\{(\w+)\}/g, (_, key: string) => String(params[key]))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) search.set(key, String(value))
  }
  return search.size > 0 ? `${path}?${search.toString()}` : path
}

/** The proof of a call, for who knows what it will be before its body is there. */
export const proveCall = (phone: Phone, name: RouteName, call: Call): Promise<string> =>
  proveRequest(phone, ROUTES[name].method, targetOf(name, call), call.signer)

/** How far this phone's clock is behind the server's, in ms: kept, and known without asking from then on. */
const OFFSET = 'clock-offset'
const offsets = new WeakMap<Database, number>()

async function readOffset(db: Database): Promise<number> {
  const offset = ((await db.state.get(OFFSET))?.value as number | undefined) ?? 0
  offsets.set(db, offset)
  return offset
}

async function proveRequest(
  phone: Phone,
  method: string,
  target: string,
  signer: Call['signer'],
): Promise<string> {
  const { identity, runtime, db } = phone
  const offset = offsets.get(db) ?? (await readOffset(db))
  const claims: ProofClaims = {
    htm: method,
    htu: target,
    iat: Math.floor((runtime.clock() + offset) / 1000),
    jti: toText(runtime.random(16)),
  }
  return new SignJWT({ ...claims })
    .setProtectedHeader({
      typ: PROOF_TYPE,
      alg: PROOF_ALGORITHM,
      jwk: { kty: 'OKP', crv: 'Ed25519', x: signer?.key ?? identity.device.sign },
    })
    .sign(signer?.privateKey ?? identity.sign.privateKey)
}
