import type * as z from 'zod/mini'
import { type RouteName, type ROUTES, TOKEN_HEADER } from '../sync/api.ts'
import { isWhen } from '../journal/move.ts'
import type { CallerOf } from './caller.ts'
import { appendCoupleLink } from './couples.ts'
import { type Cycles, readMoves } from './cycles.ts'
import { pull } from './feed.ts'
import { deleteAccount } from './deletion.ts'
import type { Hub } from './hub.ts'
import { createMailbox, leaveMessage, readMailbox } from './mailboxes.ts'
import { appendPersonLink, readMembership, recover, register } from './people.ts'
import { openPokes } from './pokes.ts'
import { refuse, type Refusal } from './problem.ts'
import { push } from './push.ts'
import type { Store } from './store/store.ts'

/** A request that was let in, with everything about it parsed. */
export interface Call<R extends RouteName> {
  readonly caller: CallerOf<R>
  readonly query: Parsed<R, 'query'>
  readonly body: Parsed<R, 'body'>
  /** The ids in the path. */
  readonly param: (name: 'id' | 'slot') => string
  readonly header: (name: string) => string | undefined
}

type Parsed<R extends RouteName, Part extends string> = (typeof ROUTES)[R] extends {
  readonly [P in Part]: infer S extends z.ZodMiniType
}
  ? z.infer<S>
  : undefined

/** An answer as an object or as its JSON, a stream, or a refusal. */
export type Reply = { readonly answer: object } | { readonly text: string } | Response | Refusal

export type Handlers = { readonly [R in RouteName]: (call: Call<R>) => Promise<Reply> }

export interface Parts {
  readonly store: Store
  readonly hub: Hub
  readonly cycles: Cycles
  readonly clock: () => number
  /** Answers whether all is well. */
  readonly health: () => Promise<Reply>
}

/** What each route of the API does. */
export function createHandlers({ store, hub, cycles, clock, health }: Parts): Handlers {
  return {
    health: () => health(),
    register: ({ caller, body }) => register(store, caller, body),
    deleteAccount: ({ caller, body }) => deleteAccount({ store, hub }, caller, body.person),
    membership: async ({ caller }) => ({
      answer: await store.read((tx) => readMembership(tx, caller.person), caller.person),
    }),
    recover: ({ caller, param }) => recover(store, caller, param('id')),
    appendPersonLink: ({ caller, body }) => appendPersonLink({ store, hub }, caller, body),
    appendCoupleLink: ({ caller, body }) => appendCoupleLink(store, caller, body),
    createMailbox: ({ caller, body }) => createMailbox({ store, clock }, caller, body),
    readMailbox: ({ param, header }) =>
      readMailbox({ store, clock }, param('id'), header(TOKEN_HEADER)),
    leaveMessage: ({ caller, body, param, header }) =>
      leaveMessage(
        { store, clock },
        caller,
        { id: param('id'), slot: param('slot') },
        header(TOKEN_HEADER),
        body.message,
      ),
    push: ({ caller, body, query }) => push({ store, hub }, caller, body, query),
    pull: ({ caller, query }) => pull(store, caller, query),
    pokes: ({ caller }) => openPokes({ store, hub }, caller),
    moves: async ({ caller }) => ({ answer: await readMoves(store, caller) }),
    cycles: async ({ caller, query: { now } }) => {
      if (now !== undefined && !isWhen(now)) return refuse('malformed', 'query.now: no such time')
      return { text: await cycles.answer(caller, now) }
    },
  }
}
