import type { CoupleLink, PersonLink } from '../../sync/membership.ts'
import type { Engine } from './engine.ts'
import { ask } from './written.ts'

export interface StoredPerson {
  readonly id: string
  readonly chain: readonly PersonLink[]
  readonly epoch: number
  /** The couple the person joined last, open or closed. */
  readonly couple: string | null
}

export interface StoredDevice {
  readonly sign: string
  readonly id: string
  readonly person: string
  readonly isRevoked: boolean
}

export interface StoredCouple {
  readonly id: string
  readonly members: readonly [string, string]
  readonly epoch: number
  readonly isClosed: boolean
  readonly chain: readonly CoupleLink[]
  /** Goes up with every change of what the detector reads. */
  readonly moves: number
}

/** Who belongs to whom, as it was verified when it was kept. */
export interface Membership {
  findDevice(sign: string): Promise<StoredDevice | null>
  devicesOf(person: string): Promise<ReadonlySet<string>>
  findPerson(id: string): Promise<StoredPerson | null>
  /** The same, and nobody else changes the person until the transaction ends. */
  lockPerson(id: string): Promise<StoredPerson | null>
  savePerson(person: Omit<StoredPerson, 'couple'>, devices: readonly StoredDevice[]): Promise<void>
  /** Gives a signing key to a device, whoever held it before: its holder has just proved it. */
  takeKey(device: StoredDevice): Promise<void>
  /** No device of the person comes or goes, and nobody leaves these couples, until the transaction ends. */
  holdMembership(person: string, couples: readonly string[]): Promise<void>
  findCouple(id: string): Promise<StoredCouple | null>
  lockCouple(id: string): Promise<StoredCouple | null>
  saveCouple(couple: Omit<StoredCouple, 'moves'>): Promise<void>
  joinCouple(person: string, couple: string): Promise<void>
  /** Key files by digest. A file is the answer to its owner alone: a person, or both of a couple. */
  keyFilesOf(owners: readonly string[]): Promise<Record<string, string>>
  /** Keeps files; one that is there already stays as it is. */
  keepKeyFiles(owner: string, files: Readonly<Record<string, string>>): Promise<void>
}

export function membershipIn(engine: Engine): Membership {
  const { db, lock, hold } = engine
  const readPerson = async (id: string): Promise<StoredPerson | null> => {
    const [row] = await ask(engine, 'person', [id], () =>
      db.selectFrom('people').selectAll().where('id', '=', id),
    )
    if (!row) return null
    const { epoch, couple, chain } = row
    // Chains are long, and most who ask want the rest.
    const read = once(() => JSON.parse(chain) as PersonLink[])
    return {
      id,
      epoch,
      couple,
      get chain() {
        return read()
      },
    }
  }
  const readCouple = async (id: string): Promise<StoredCouple | null> => {
    const [row] = await ask(engine, 'couple', [id], () =>
      db.selectFrom('couples').selectAll().where('id', '=', id),
    )
    if (!row) return null
    const { left_member, right_member, epoch, closed, moves } = row
    const read = once(() => JSON.parse(row.chain) as CoupleLink[])
    return {
      id,
      members: [left_member, right_member],
      epoch,
      isClosed: closed === 1,
      moves,
      get chain() {
        return read()
      },
    }
  }
  return {
    findDevice: (sign) => findDevice(engine, sign),

    async devicesOf(person) {
      const rows = await ask(engine, 'devices', [person], () =>
        db.selectFrom('devices').select('id').where('person', '=', person),
      )
      return new Set(rows.map((row) => row.id))
    },

    findPerson: readPerson,
    async lockPerson(id) {
      await lock(`person ${id}`)
      return readPerson(id)
    },

    async savePerson({ id, chain, epoch }, devices) {
      const said = { epoch, chain: JSON.stringify(chain) }
      await db
        .insertInto('people')
        .values({ id, couple: null, ...said })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
        .execute()
      await db
        .insertInto('feed_heads')
        .values({ person: id, seq: 0 })
        .onConflict((conflict) => conflict.column('person').doNothing())
        .execute()
      for (const device of devices) {
        const revoked = Number(device.isRevoked)
        await db
          .insertInto('devices')
          .values({ sign: device.sign, id: device.id, person: id, revoked })
          .onConflict((conflict) =>
            conflict.column('sign').doUpdateSet({ revoked }).where('devices.person', '=', id),
          )
          .execute()
      }
    },

    async takeKey({ sign, id, person, isRevoked }) {
      const held = { id, person, revoked: Number(isRevoked) }
      await db
        .insertInto('devices')
        .values({ sign, ...held })
        .onConflict((conflict) => conflict.column('sign').doUpdateSet(held))
        .execute()
    },

    // Couples first, as whoever changes them does.
    holdMembership: (person, couples) =>
      hold([...couples.toSorted().map((id) => `couple ${id}`), `person ${person}`]),

    findCouple: readCouple,
    async lockCouple(id) {
      await lock(`couple ${id}`)
      return readCouple(id)
    },

    async saveCouple({ id, members, epoch, isClosed, chain }) {
      const said = { epoch, closed: Number(isClosed), chain: JSON.stringify(chain) }
      await db
        .insertInto('couples')
        .values({ id, left_member: members[0], right_member: members[1], moves: 0, ...said })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(said))
        .execute()
    },

    async joinCouple(person, couple) {
      await db.updateTable('people').set({ couple }).where('id', '=', person).execute()
    },

    async keyFilesOf(owners) {
      const rows = await db
        .selectFrom('key_files')
        .select(['digest', 'file'])
        .where('owner', 'in', owners)
        .execute()
      return Object.fromEntries(rows.map((row) => [row.digest, row.file]))
    },

    async keepKeyFiles(owner, files) {
      const rows = Object.entries(files).map(([digest, file]) => ({ owner, digest, file }))
      if (rows.length === 0) return
      await db
        .insertInto('key_files')
        .values(rows)
        .onConflict((conflict) => conflict.columns(['owner', 'digest']).doNothing())
        .execute()
    },
  }
}

/** The device that signs with a key: one row, for which nobody needs a transaction. */
export async function findDevice(
  engine: Pick<Engine, 'db' | 'written'>,
  sign: string,
): Promise<StoredDevice | null> {
  const [row] = await ask(engine, 'device', [sign], () =>
    engine.db.selectFrom('devices').selectAll().where('sign', '=', sign),
  )
  return row ? { sign, id: row.id, person: row.person, isRevoked: row.revoked === 1 } : null
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
