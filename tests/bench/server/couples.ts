import type { Envelope } from '../../../src/sync/envelope.ts'
import { ROUTES } from '../../../src/sync/api.ts'
import { cardOf, deviceOf, newCouple, type Person, prove, type Server } from '../../api/client.ts'
import type { Ready } from './load.ts'

export interface Couple {
  readonly ana: Person
  readonly ben: Person
  readonly couple: string
}

export async function makeCouples(url: string, count: number): Promise<Couple[]> {
  const server: Server = {
    clock: Date.now,
    fetch: (request) => {
      const { pathname, search } = new URL(request.url)
      return fetch(new Request(`${url}${pathname}${search}`, request))
    },
  }
  const couples: Couple[] = []
  for (let n = 0; n < count; n++) couples.push(await newCouple(server))
  return couples
}

/** A card with a move, as most records of a busy evening are. */
export const newCard = ({ ana, ben, couple }: Couple, n: number): Envelope =>
  cardOf(n % 2 ? ana : ben, couple, { move: { kind: n % 2 ? 'pursue' : 'withdraw', at: WHEN } })

const WHEN = '2026-03-02T19:00:00+01:00'

/** A signed push of these, all of one author. */
export function pushOf({ ana, ben }: Couple, records: readonly Envelope[]): Ready {
  const device = deviceOf(records[0]?.author === ana.id ? ana : ben)
  const { method, path } = ROUTES.push
  const dpop = prove(device, { htm: method, htu: path, iat: Math.floor(Date.now() / 1000) })
  const body = JSON.stringify({ records })
  return { path, headers: headersOf(body, { dpop }), body }
}

export const headersOf = (body: string, more: Record<string, string> = {}) => ({
  'content-type': 'application/json',
  'content-length': String(Buffer.byteLength(body)),
  ...more,
})
