import { SignJWT } from 'jose'
import type * as z from 'zod/mini'
import { ROUTES, type RouteName } from '../sync/api.ts'
import { toText } from '../sync/bytes.ts'
import { arrivingProblemSchema, type Problem, type Reason } from '../sync/problem.ts'
import { PROOF_ALGORITHM, PROOF_HEADER, PROOF_TYPE, type ProofClaims } from '../sync/proof.ts'
import type { Database } from './database.ts'
import type { Phone } from './phone.ts'
import { keepLateOffset, keepOffset, readOffset } from './sure-time.ts'
import { leaveAlone, restOf } from './sync/rest.ts'

/** The API's answer, or why there is none. `offline`: nothing came back, or not from the API. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly reason: 'offline' | Reason
      readonly retryAfter?: number
      readonly hindrance?: Hindrance
    }

/**
 * Why less at a time may get through where this did not. `slow`: it was on its way for too long. `stopped`: what
 * answered is not the API, or it failed over what it was sent.
 */
export type Hindrance = 'slow' | 'stopped'

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
  } catch (error) {
    return isTimeout(error) ? TOO_SLOW : STOPPED
  }
}

const NOTHING = { ok: false, reason: 'offline' } as const
const TOO_SLOW = { ...NOTHING, hindrance: 'slow' } as const
const STOPPED = { ...NOTHING, hindrance: 'stopped' } as const

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TimeoutError'

/** The response itself, for the stream of pokes. Problems are already told apart. */
export async function requestApi(
  phone: Phone,
  name: RouteName,
  call: Call = {},
  signal?: AbortSignal,
): Promise<Answer<Response>> {
  const rest = restOf(phone.runtime)
  if (rest > 0) return { ok: false, reason: 'busy', retryAfter: Math.ceil(rest / 1000) }
  await keepLateOffset(phone)
  const first = await send(phone, name, call, signal)
  if (!first.ok || first.value.ok) return first
  const problem = await readProblem(first.value)
  if (problem?.reason === 'clock' && problem.time !== undefined) {
    const offset = problem.time - phone.runtime.clock()
    offsets.set(phone.db, offset)
    await keepOffset(phone, offset)
  }
  // A network may double a request and give the answer to the copy.
  else if (problem?.reason !== 'replayed') return refused(first.value, problem)
  const { proof: _made, ...again } = call
  const second = await send(phone, name, again, signal)
  if (!second.ok || second.value.ok) return second
  return refused(second.value, await readProblem(second.value))
}

type Refused = Extract<Answer<never>, { ok: false }>

function refused({ status }: Response, problem: Problem | null): Refused {
  // Proxies say it without a word of the API's.
  if (!problem && status === 413) return { ...STOPPED, reason: 'too-large' }
  if (!problem) return BUSY.has(status) ? NOTHING : STOPPED
  const { reason, retryAfter } = problem
  return {
    ok: false,
    reason,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(reason === 'internal' ? { hindrance: 'stopped' } : {}),
  }
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
  if (!BUSY.has(status)) return
  const after = headers.get('retry-after') ?? ''
  // Seconds, or a day and time by the clock of who says it.
  const now = Date.parse(headers.get('date') ?? '') || runtime.clock()
  const seconds = Number(after) || (Date.parse(after) - now) / 1000
  if (seconds > 0) leaveAlone(runtime, seconds)
}

/** What there is too much of passes; it is not about what was sent. */
const BUSY = new Set([429, 503])

/** How long an answer may take, in ms. */
const PATIENCE = 30_000

async function send(
  phone: Phone,
  name: RouteName,
  call: Call,
  signal: AbortSignal | undefined,
): Promise<Answer<Response>> {
  const { runtime } = phone
  const { body, headers = {} } = call
  if (runtime.api === null) return NOTHING
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
    return { ok: true, value: response }
  } catch (error) {
    return isTimeout(error) ? TOO_SLOW : NOTHING
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

/** How far this phone's clock is behind the server's, in ms: known without asking from the first time on. */
const offsets = new WeakMap<Database, number>()

async function recallOffset(phone: Phone): Promise<number> {
  const offset = ((await readOffset(phone)) as number | undefined) ?? 0
  offsets.set(phone.db, offset)
  return offset
}

async function proveRequest(
  phone: Phone,
  method: string,
  target: string,
  signer: Call['signer'],
): Promise<string> {
  const { identity, runtime, db } = phone
  const offset = offsets.get(db) ?? (await recallOffset(phone))
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
