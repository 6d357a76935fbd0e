import {
  type Couple,
  coupleId,
  type CoupleLink,
  deviceId,
  digestLink,
  type Person,
  personId,
  type PersonLink,
} from '../../src/sync/membership.ts'

/**
 * Defences, switched off. A test build replaces a module's function by one of these (`vi.mock`); nothing of
 * it is in what ships. With its defence off an attack has to succeed, or its test shows nothing.
 */

/** Takes a person's chain at its word. */
export function trustPerson(chain: readonly PersonLink[]): { ok: true; value: Person } {
  const [first] = chain
  if (first?.type !== 'person') throw new Error('not even a chain')
  const devices = new Map<
    string,
    Person['devices'] extends ReadonlyMap<string, infer D> ? D : never
  >()
  let epoch = 1
  for (const [from, link] of chain.entries()) {
    if (link.type === 'revoke') {
      epoch = link.epoch
      const device = devices.get(link.device)
      if (device) devices.set(link.device, { ...device, revoked: true, until: from })
    } else devices.set(deviceId(link.device), { ...link.device, revoked: false, from, until: null })
  }
  const links = chain.map(digestLink)
  const { root, recovery } = first
  const id = personId(root, recovery)
  return {
    ok: true,
    value: { id, root, recovery, epoch, devices, head: links.at(-1) ?? '', links },
  }
}

/** Takes a couple's chain at its word. */
export function trustCouple(chain: readonly CoupleLink[]): { ok: true; value: Couple } {
  const [first] = chain
  if (first?.type !== 'genesis') throw new Error('not even a chain')
  const last = chain.findLast((link) => link.type !== 'leave') ?? first
  const end = chain.at(-1) ?? first
  return {
    ok: true,
    value: {
      id: coupleId(first),
      members: first.members,
      epoch: last.epoch,
      heads: last.heads,
      closed: end.type === 'leave',
      head: digestLink(end),
    },
  }
}
