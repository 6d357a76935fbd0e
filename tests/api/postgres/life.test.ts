import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { call, deviceOf, newPerson, privateOf, push, register } from '../client.ts'
import { databasesOf } from '../../postgres.ts'
import { openWorld, type World } from '../world.ts'

/** What a PostgreSQL database is called, and when it is another one. */

let world: World
beforeEach(async () => {
  world = await openWorld()
  await world.lose()
})
afterEach(() => world.close())

const query = async (url: string, text: string) => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

describe('a database', () => {
  it('keeps its name for all processes and through restarts', async () => {
    const other = await world.openStore()
    expect(other.incarnation).toBe(world.store.incarnation)
    await other.close()
    const { incarnation } = world.store
    await world.restart()
    expect(world.store.incarnation).toBe(incarnation)
  })

  it('that was restored elsewhere has another, so that phones notice', async () => {
    const ana = newPerson()
    await register(world, ana)
    await push(world, deviceOf(ana), [privateOf(ana)])
    const { incarnation } = world.store
    await world.store.close()
    const copy = await (await databasesOf(world.address)).createDatabase(world.address)
    const restored = await world.openStore(copy)
    expect(restored.incarnation).not.toBe(incarnation)
    expect(await restored.read((tx) => tx.headOf(ana.id), ana.id)).toBe(1)
    await restored.close()
    await world.restart()
    const pulled = await call(world, deviceOf(ana), 'pull', {
      query: { incarnation: restored.incarnation, after: 1 },
    })
    expect(pulled.reason).toBe('rewound')
  })

  it('whose tables were dropped and restored in place has another', async () => {
    const { incarnation } = world.store
    await world.store.close()
    // What `pg_restore --clean` does: the same rows in a table made anew.
    await query(
      world.address,
      'create table copy as table meta; drop table meta; alter table copy rename to meta',
    )
    await query(world.address, 'alter table meta add primary key (key)')
    await world.restart()
    expect(world.store.incarnation).not.toBe(incarnation)
  })

  it('that answers before the disk has it is not opened', async () => {
    const name = new URL(world.address).pathname.slice(1)
    await query(world.address, `alter database "${name}" set synchronous_commit = off`)
    await expect(world.openStore()).rejects.toThrow('synchronous_commit = off')
  })
})
