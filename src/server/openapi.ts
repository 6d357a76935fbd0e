import * as z from 'zod/mini'
import { type RouteName, ROUTES, TOKEN_HEADER } from '../sync/api.ts'
import { idSchema, keySchema } from '../sync/bytes.ts'
import { MAILBOX_SLOTS, MAX_BODY_BYTES, MAX_CLOCK_SKEW_SECONDS } from '../sync/limits.ts'
import { problemSchema, type Reason } from '../sync/problem.ts'
import { pokeSchema } from '../sync/api.ts'
import { PROOF_ALGORITHM, PROOF_HEADER, PROOF_TYPE } from '../sync/proof.ts'
import { PROBLEMS } from './problem.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document, made of the same schemas that the routes parse with. */
export function describeApi(version: string): Json {
  const paths: Record<string, Json> = {}
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const { path, method } = ROUTES[name]
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeRoute(name) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tideline',
      version,
      description:
        'Two phones, one timeline. Words are sealed on the phones; the API reads the moves of shared cards alone.',
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: {
        proof: {
          type: 'apiKey',
          in: 'header',
          name: PROOF_HEADER,
          description: `A proof after RFC 9449, without an access token: a JWT of type ${PROOF_TYPE}, signed with ${PROOF_ALGORITHM} by the Ed25519 key in its header ({typ, alg, jwk: {kty: "OKP", crv: "Ed25519", x}}) over {htm: method, htu: path and query as requested, iat: seconds, jti: 16 to 64 random characters}. Its time may be ${MAX_CLOCK_SKEW_SECONDS} s off, and each is good for one request.`,
        },
      },
    },
  }
}

function describeRoute(name: RouteName): Json {
  const route = ROUTES[name]
  const parameters = [
    ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, param = '']) => describePathPart(param)),
    ...('query' in route ? describeQuery(route.query) : []),
    ...(route.path.startsWith('/api/mailboxes/') ? [tokenParameter] : []),
  ]
  return {
    operationId: name,
    summary: route.summary,
    security: route.signer === 'none' ? [] : [{ proof: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...('body' in route
      ? {
          requestBody: {
            required: true,
            description: `At most ${MAX_BODY_BYTES} bytes.`,
            content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
          },
        }
      : {}),
    responses: { 200: describeAnswer(route.answer), ...describeProblems(name) },
  }
}

function describeAnswer(answer: z.ZodMiniType | 'event-stream'): Json {
  return answer === 'event-stream'
    ? {
        description: 'Frames whose data is one poke each, and comments in between.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
        'x-event': schemaOf(pokeSchema, 'output'),
      }
    : {
        description: 'The answer.',
        content: { 'application/json': { schema: schemaOf(answer, 'output') } },
      }
}

const DOOR: Readonly<Record<'device' | 'key' | 'none', readonly Reason[]>> = {
  none: ['method', 'busy', 'internal'],
  key: ['method', 'busy', 'internal', 'unsigned', 'bad-signature', 'clock', 'replayed'],
  device: [
    'method',
    'busy',
    'internal',
    'unsigned',
    'bad-signature',
    'clock',
    'replayed',
    'unknown-device',
    'revoked',
  ],
}

/** What each route itself may refuse, beyond what is refused at the door. */
const OWN: Readonly<Record<RouteName, readonly Reason[]>> = {
  health: [],
  register: ['malformed', 'too-large', 'distrusted', 'revoked'],
  deleteAccount: ['malformed', 'too-large', 'not-yours', 'already-paired'],
  membership: [],
  recover: ['not-found', 'malformed'],
  appendPersonLink: ['malformed', 'too-large', 'distrusted'],
  appendCoupleLink: [
    'malformed',
    'too-large',
    'not-yours',
    'distrusted',
    'already-paired',
    'no-couple',
    'closed',
  ],
  createMailbox: ['malformed', 'too-large', 'taken', 'expired'],
  readMailbox: ['malformed', 'wrong-token', 'not-found', 'expired'],
  leaveMessage: [
    'malformed',
    'too-large',
    'wrong-token',
    'not-found',
    'expired',
    'not-yours',
    'taken',
  ],
  push: ['malformed', 'too-large', 'rewound'],
  pull: ['malformed', 'rewound'],
  pokes: [],
  moves: [],
  cycles: ['malformed'],
}

function describeProblems(name: RouteName): Json {
  const byStatus = new Map<number, Reason[]>()
  for (const reason of [...DOOR[ROUTES[name].signer], ...OWN[name]]) {
    const [status] = PROBLEMS[reason]
    byStatus.set(status, [...(byStatus.get(status) ?? []), reason])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, reasons]) => [
      status,
      {
        description: reasons.map((reason) => `\`${reason}\`: ${PROBLEMS[reason][1]}`).join(' '),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]),
  )
}

const tokenParameter = {
  name: TOKEN_HEADER,
  in: 'header',
  required: true,
  description: 'The token whose SHA-256 the mailbox was opened with: 32 bytes, base64url.',
  schema: schemaOf(keySchema, 'input'),
}

function describePathPart(name: string): Json {
  const schema =
    name === 'slot'
      ? { type: 'integer', minimum: 0, maximum: MAILBOX_SLOTS - 1 }
      : schemaOf(idSchema, 'input')
  return { name, in: 'path', required: true, schema }
}

/** Parameters are described by what they are read as: `limit` is a number, though it travels as text. */
function describeQuery(query: z.ZodMiniType): Json[] {
  const { properties = {} } = schemaOf(query, 'output') as { properties?: Record<string, Json> }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  }))
}

function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return described
}
