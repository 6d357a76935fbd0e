import type * as comparison from '../../src/device/couple/comparison.ts'
import type * as compared from '../../src/device/couple/as-compared.ts'
import type * as couples from '../../src/device/couple/couple.ts'
import type * as distrusts from '../../src/device/couple/distrust.ts'
import type * as messages from '../../src/device/couple/pairing-messages.ts'
import type * as standings from '../../src/device/couple/standing.ts'
import type * as times from '../../src/device/sure-time.ts'
import type * as writes from '../../src/journal/shared-write.ts'
import type * as texts from '../../src/sync/bytes.ts'
import type * as envelopes from '../../src/sync/envelope.ts'
import type * as memberships from '../../src/sync/membership.ts'
import type * as revisions from '../../src/sync/revision.ts'
import type * as macs from '@noble/hashes/hmac.js'

/**
 * The defences, each with a switch. A test file puts one of these in the place of the module it defends
 * (`vi.mock`): with the switch off the function does what an attacker would like.
 */
export type Defence =
  | 'verifyPerson'
  | 'verifyCouple'
  | 'goesOnFrom'
  | 'digestKeys'
  | 'additionalData'
  | 'hmac'
  | 'isSameMove'
  | 'supersedes'
  | 'isOurs'
  | 'commitment'
  | 'compare'
  | 'isAsCompared'
  | 'canonical'
  | 'readSharedWrite'
  | 'readDistrust'
  | 'earliestNow'

/** What is switched off now. */
export const off = new Set<Defence>()
/** With `digestKeys` off: the digest that a file is said to have. */
export const lies = new Map<string, string>()

/** `real`, or `mutant` while the defence is switched off. */
function guarded<A extends unknown[], R>(
  defence: Defence,
  real: (...given: A) => R,
  mutant: (...given: A) => R,
): (...given: A) => R {
  return (...given) => (off.has(defence) ? mutant : real)(...given)
}

/** The chains of persons and couples, and what they say about key files. */
export async function membership(real: typeof memberships): Promise<typeof memberships> {
  const { trustPerson, trustCouple } = await import('./mutants.ts')
  const { verifyPerson, verifyCouple, digestKeys } = real
  return {
    ...real,
    verifyPerson: guarded('verifyPerson', verifyPerson, async (chain) => trustPerson(chain)),
    verifyCouple: guarded('verifyCouple', verifyCouple, async (chain) => trustCouple(chain)),
    digestKeys: guarded('digestKeys', digestKeys, (file) => lies.get(file) ?? digestKeys(file)),
  }
}

/** How a chain stands to the one that was seen before. */
export const standing = (real: typeof standings): typeof standings => ({
  ...real,
  goesOnFrom: guarded('goesOnFrom', real.goesOnFrom, () => 'goes-on'),
})

/** What a seal binds, and whether two moves are the same. */
export const envelope = (real: typeof envelopes): typeof envelopes => ({
  ...real,
  additionalData: guarded('additionalData', real.additionalData, () => new Uint8Array(8)),
  isSameMove: guarded('isSameMove', real.isSameMove, () => true),
})

/** The tag on every own record. */
export const mac = (real: typeof macs): typeof macs => ({
  ...real,
  hmac: Object.assign(
    guarded('hmac', real.hmac, () => new Uint8Array(32)),
    real.hmac,
  ),
})

/** Which of two revisions counts. */
export const revision = (real: typeof revisions): typeof revisions => ({
  ...real,
  supersedes: guarded('supersedes', real.supersedes, () => true),
})

/** Whose rows a feed may hold, and whom one may write to. */
export const couple = (real: typeof couples): typeof couples => ({
  ...real,
  isOurs: guarded('isOurs', real.isOurs, () => true),
  readOpenCouple: guarded('readDistrust', real.readOpenCouple, async (db) => {
    const known = await real.readCouple(db)
    return known?.closed === false ? known : null
  }),
})

/** What an inviter commits to. */
export const pairingMessages = (real: typeof messages): typeof messages => ({
  ...real,
  commitment: guarded('commitment', real.commitment, () => 'A'.repeat(22)),
})

/** What two people compare. */
export const comparing = (real: typeof comparison): typeof comparison => ({
  ...real,
  compare: guarded('compare', real.compare, () => real.compare([])),
})

/** Whether a genesis is what was compared. */
export const asCompared = (real: typeof compared): typeof compared => ({
  ...real,
  isAsCompared: guarded('isAsCompared', real.isAsCompared, () => Promise.resolve(true)),
})

/** The bytes that are signed and bound. */
export const bytes = (real: typeof texts): typeof texts => ({
  ...real,
  canonical: guarded('canonical', real.canonical, () => real.canonical([])),
})

/** The numbers of shared writes. */
export const sharedWrite = (real: typeof writes): typeof writes => ({
  ...real,
  readSharedWrite: guarded('readSharedWrite', real.readSharedWrite, () => null),
})

/** Whether this phone has stopped sharing. */
export const distrust = (real: typeof distrusts): typeof distrusts => ({
  ...real,
  readDistrust: guarded('readDistrust', real.readDistrust, () => Promise.resolve(null)),
})

/** What time it is at the earliest. */
export const sureTime = (real: typeof times): typeof times => ({
  ...real,
  earliestNow: guarded('earliestNow', real.earliestNow, real.latestNow),
})
