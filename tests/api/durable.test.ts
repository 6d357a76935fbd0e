import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/server/store/sqlite.ts'
import { call, cardOf, deviceOf, editOf, newCouple, privateOf, pullAll, push } from './client.ts'
import { openWorld, type World } from './world.ts'

/** What was acknowledged is there after a restart, and stays what it was. */

describe('a restart', () => {
  let world: World
  beforeEach(async () => {
    world = await openWorld()
  })
  afterEach(() => world.close())

  it('keeps people, couple, records, numbers and the name of the database', async () => {
    const { ana, ben, couple } = await newCouple(world)
    const card = cardOf(ana, couple)
    const edit = editOf(card)
    await push(world, deviceOf(ana), [privateOf(ana), card])
    await push(world, deviceOf(ana), [edit])
    const { incarnation } = world.store
    const before = {
      hers: await pullAll(world, deviceOf(ana)),
      his: await pullAll(world, deviceOf(ben)),
      membership: (await call(world, deviceOf(ben), 'membership')).body,
    }
    await world.restart()
    expect(world.store.incarnation).toBe(incarnation)
    expect({
      hers: await pullAll(world, deviceOf(ana)),
      his: await pullAll(world, deviceOf(ben)),
      membership: (await call(world, deviceOf(ben), 'membership')).body,
    }).toEqual(before)
    const replayed = await push(world, deviceOf(ana), [card, edit])
    expect(replayed.body).toMatchObject({ prev: 3, seq: 3, results: [{ seq: 3 }, { seq: 3 }] })
  })

  it('finds nothing of a transaction that did not end', async () => {
    const { ana } = await newCouple(world)
    const work = world.store.transaction(async (tx) => {
      await tx.setHeads(new Map([[ana.id, 99]]))
      throw new Error('the light went out')
    }, ana.id)
    await expect(work).rejects.toThrow('the light went out')
    expect((await call(world, deviceOf(ana), 'pull')).body.head).toBe(0)
  })
})

describe('the file', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tideline-store-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('is not opened with commits that power could take back', async () => {
    const file = join(folder, 'x.sqlite')
    await expect(openSqliteStore(file, randomBytes, 'NORMAL')).rejects.toThrow(
      'SQLite opened with synchronous = 1, not 2.',
    )
  })

  it('is not opened where the log cannot be written ahead', async () => {
    await expect(openSqliteStore(':memory:', randomBytes)).rejects.toThrow('journal_mode = memory')
  })

  it('of a newer server is left alone', async () => {
    const file = join(folder, 'x.sqlite')
    await (await openSqliteStore(file, randomBytes)).close()
    const database = new Database(file)
    database.exec("update meta set value = '99' where key = 'version'")
    database.close()
    await expect(openSqliteStore(file, randomBytes)).rejects.toThrow('of version 99')
  })
})
