import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Transaction } from '../../../src/server/store/store.ts'
import { deviceOf, newPerson, privateOf, push, register } from '../client.ts'
import { openWorld, type World } from '../world.ts'

/** What is asked travels together and is answered later: nothing of it may outlive its transaction. */

let world: World
beforeEach(async () => {
  world = await openWorld()
  await world.lose()
})
afterEach(() => world.close())

/** Breaks the transaction: nobody can be in a couple that is not there. */
const breakIt = (tx: Transaction, person: string): Promise<void> =>
  tx.joinCouple(person, 'no couple')

describe('a transaction', () => {
  it('that a statement broke is not said to be committed, though the error was swallowed', async () => {
    const ana = newPerson()
    await register(world, ana)
    const work = world.store.transaction(async (tx) => {
      await tx.setHeads(new Map([[ana.id, 7]]))
      await breakIt(tx, ana.id).catch(() => {})
    }, ana.id)
    await expect(work).rejects.toThrow('Nothing was committed.')
    expect(await world.store.read((tx) => tx.headOf(ana.id), ana.id)).toBe(0)
  })

  it('that failed asks nothing more, whatever of its work still runs', async () => {
    const ana = newPerson()
    await register(world, ana)
    let late: Promise<void> | undefined
    const work = world.store.transaction(async (tx) => {
      late = new Promise((resolve) => setTimeout(resolve, 50)).then(() =>
        tx.setHeads(new Map([[ana.id, 7]])),
      )
      late.catch(() => {})
      throw new Error('stopped')
    }, ana.id)
    await expect(work).rejects.toThrow('stopped')
    await expect(late).rejects.toThrow('The transaction is over.')
    expect(await world.store.read((tx) => tx.headOf(ana.id), ana.id)).toBe(0)
  })

  it('whose connection is cut off fails, and the next has another', async () => {
    const ana = newPerson()
    await register(world, ana)
    const cut = world.store.transaction(async (tx) => {
      await tx.setHeads(new Map([[ana.id, 7]]))
      await endOthers(world.address)
      await tx.setHeads(new Map([[ana.id, 8]]))
    }, ana.id)
    await expect(cut).rejects.toThrow()
    expect(await world.store.read((tx) => tx.headOf(ana.id), ana.id)).toBe(0)
    expect((await push(world, deviceOf(ana), [privateOf(ana)])).status).toBe(200)
  })
})

async function endOthers(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
  `)
  await client.end()
}
