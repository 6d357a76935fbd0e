import type { Problem, Reason } from '../sync/problem.ts'

/** A request that is refused: an expected failure, returned and never thrown. */
export interface Refusal {
  readonly refused: Reason
  readonly detail?: string
  /** The server's time in milliseconds, with `clock`. */
  readonly time?: number
  /** Seconds to wait, with `busy`. */
  readonly retryAfter?: number
  /** The methods there are, with `method`. */
  readonly allow?: readonly string[]
}

/** Refuses, naming fields and limits and never what was in them. */
export function refuse(
  refused: Reason,
  detail?: string,
  more: Pick<Refusal, 'time' | 'retryAfter' | 'allow'> = {},
): Refusal {
  return detail === undefined ? { refused, ...more } : { refused, detail, ...more }
}

export function isRefusal(answer: object): answer is Refusal {
  return 'refused' in answer
}

/** The status and the plain title of every reason. */
export const PROBLEMS: Readonly<Record<Reason, readonly [status: number, title: string]>> = {
  malformed: [400, 'The request is not as the API describes it.'],
  'too-large': [413, 'The request is too large.'],
  unsigned: [401, 'The request carries no proof of who sent it.'],
  'bad-signature': [401, 'The proof does not belong to this request.'],
  clock: [401, 'The time of the proof is too far from the time here.'],
  replayed: [401, 'The proof was used before.'],
  'unknown-device': [401, 'No person has this device.'],
  revoked: [403, 'This device was revoked.'],
  'not-found': [404, 'There is nothing here.'],
  method: [405, 'This place has other methods.'],
  deleted: [410, 'This account was deleted.'],
  busy: [429, 'Too many requests; wait a little.'],
  rewound: [409, 'The database is not the one of your cursor.'],
  internal: [500, 'Something went wrong here.'],
  version: [409, 'It was written by a newer version of Tideline.'],
  distrusted: [409, 'The chain does not hold.'],
  'already-paired': [409, 'One of the two is in a couple.'],
  taken: [409, 'Somebody was here first.'],
  expired: [410, 'It has ended.'],
  'wrong-token': [403, 'The token does not open it.'],
  'not-yours': [403, 'It belongs to somebody else.'],
  'no-couple': [409, 'There is no such couple with you in it.'],
  closed: [409, 'The couple is closed.'],
  epoch: [409, 'The epoch has not come yet.'],
  audience: [409, 'A record keeps its audience.'],
  'id-taken': [409, 'Your partner uses this id.'],
}

/** The answer that tells of a refusal, after RFC 9457; with another status where one says more. */
export function problemResponse(refusal: Refusal, instead?: number): Response {
  const { refused: reason, allow, ...said } = refusal
  const [usual, title] = PROBLEMS[reason]
  const status = instead ?? usual
  const problem: Problem = { type: `/api/openapi.json#${reason}`, title, status, reason, ...said }
  const headers = new Headers({ 'content-type': 'application/problem+json' })
  if (status === 401) headers.set('www-authenticate', 'DPoP algs="EdDSA"')
  if (said.retryAfter !== undefined) headers.set('retry-after', String(said.retryAfter))
  if (allow) headers.set('allow', allow.join(', '))
  return new Response(JSON.stringify(problem), { status, headers })
}
