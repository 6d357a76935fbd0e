import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cardOf, deviceOf, newCouple, newPerson, privateOf, push, register } from '../client.ts'
import { databasesOf } from '../../postgres.ts'
import { openWorld, type World } from '../world.ts'

/** What the database itself shows to a transaction, whatever the code asks it for. */

let world: World
let admin: Client
beforeEach(async () => {
  world = await openWorld()
  await world.lose()
  admin = new Client({ connectionString: world.address })
  await admin.connect()
})
afterEach(async () => {
  await admin.end()
  await world.close()
})

/** What somebody finds who asks for Ana's records, feed and keys by their right ids. */
async function seen(person: string | undefined, ana: string, ids: string[]) {
  return world.store.read(async (tx) => {
    const records = await tx.recordsOf(ana, ids)
    const rows = await tx.readRows(ana, 1, 100)
    const head = await tx.headOf(ana)
    const files = await tx.keyFilesOf([ana])
    return {
      records: [...records.keys()],
      rows: rows.length,
      head,
      files: Object.keys(files).length,
    }
  }, person)
}

const nothing = { records: [], rows: 0, head: 0, files: 0 }

describe('the second wall', () => {
  it('shows a person their own, and a stranger or nobody none of it', async () => {
    const { ana } = await newCouple(world)
    const kept = privateOf(ana)
    await push(world, deviceOf(ana), [kept])
    const stranger = newPerson()
    await register(world, stranger)
    expect(await seen(ana.id, ana.id, [kept.id])).toEqual({
      records: [kept.id],
      rows: 1,
      head: 1,
      files: 1,
    })
    expect(await seen(stranger.id, ana.id, [kept.id])).toEqual(nothing)
    expect(await seen(undefined, ana.id, [kept.id])).toEqual(nothing)
  })

  it('shows a partner the cards, and nothing that is private', async () => {
    const { ana, ben, couple } = await newCouple(world)
    const [kept, card] = [privateOf(ana), cardOf(ana, couple)]
    await push(world, deviceOf(ana), [kept, card])
    const found = await seen(ben.id, ana.id, [kept.id, card.id])
    expect(found).toMatchObject({ records: [card.id], rows: 0, files: 0 })
  })

  it("lets nobody write what is another's", async () => {
    const { ana, ben, couple } = await newCouple(world)
    const card = cardOf(ana, couple)
    await push(world, deviceOf(ana), [card])
    const forged = { envelope: privateOf(ana), digest: 'x', text: '{}' }
    const asBen = (work: Parameters<World['store']['transaction']>[0]) =>
      world.store.transaction(work, ben.id)
    await expect(asBen((tx) => tx.keepRecords([forged]))).rejects.toThrow('row-level security')
    const changed = { envelope: card, digest: 'x', text: '{}' }
    await expect(asBen((tx) => tx.keepRecords([changed]))).rejects.toThrow('row-level security')
    await expect(
      asBen((tx) => tx.number([{ person: newPerson().id, seq: 1, author: ben.id, id: 'x' }])),
    ).rejects.toThrow('row-level security')
  })

  it('is what holds: without it the same transactions read and write it all', async () => {
    const { ana } = await newCouple(world)
    const kept = privateOf(ana)
    await push(world, deviceOf(ana), [kept])
    const stranger = newPerson()
    await register(world, stranger)
    await admin.query('create policy everybody on records using (true)')
    expect((await seen(stranger.id, ana.id, [kept.id])).records).toEqual([kept.id])
    await admin.query('alter table feed disable row level security')
    expect((await seen(stranger.id, ana.id, [kept.id])).rows).toBe(1)
  })

  it('is asserted when the database is opened', async () => {
    await admin.query('alter table records disable row level security')
    await expect(world.openStore()).rejects.toThrow("Everybody's rows of records can be seen.")
  })
})

describe('a role that is no superuser', () => {
  it('owns the tables and is bound by the wall all the same', async () => {
    const owner = `owner_${Date.now()}`
    await admin.query(`create role ${owner} login password 'x' nosuperuser nobypassrls`)
    const server = await databasesOf(world.address)
    const url = new URL(await server.createDatabase())
    const setUp = new Client({ connectionString: url.href })
    await setUp.connect()
    await setUp.query(`alter database "${url.pathname.slice(1)}" owner to ${owner}`)
    await setUp.query(`alter schema public owner to ${owner}`)
    await setUp.end()
    Object.assign(url, { username: owner, password: 'x' })
    const store = await world.openStore(url.href)
    const rows = await store.transaction((tx) => tx.headOf('x'), newPerson().id)
    expect(rows).toBe(0)
    await store.close()
  })
})
