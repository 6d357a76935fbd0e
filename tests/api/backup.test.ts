import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../e2e/server.ts'
import { call, deviceOf, newPerson, type Person, privateOf, push, register } from './client.ts'
import type { Server } from './client.ts'

/** A copy is made while phones push; what is restored from it is another database, and says so. */

const CLI = resolve(import.meta.dirname, '../../src/cli/backup.ts')

let folder: string
let running: RunningServer
let server: Server
let ana: Person
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tideline-backup-'))
  running = await startServer()
  server = {
    clock: Date.now,
    fetch: (request) => {
      const { pathname, search } = new URL(request.url)
      return fetch(new Request(`${running.url}${pathname}${search}`, request))
    },
  }
  ana = newPerson()
  await register(server, ana)
})
afterAll(async () => {
  await running.remove()
  await rm(folder, { recursive: true, force: true })
})

interface Said {
  readonly code: number
  readonly text: string
}

/** Runs the command on the server's data, as its operator would. */
const command = (verb: 'backup' | 'restore', file: string, env = {}): Promise<Said> =>
  new Promise((done) => {
    const child = execFile(
      process.execPath,
      [CLI, verb, file],
      { env: { ...process.env, TIDELINE_DATA: running.data, ...env } },
      (_, out, complaint) => done({ code: child.exitCode ?? 1, text: out + complaint }),
    )
  })

const pushOne = async () => {
  const record = privateOf(ana)
  const { status, body } = await push(server, deviceOf(ana), [record])
  if (status !== 200) throw new Error(`refused: ${status}`)
  return { id: record.id, seq: body.seq as number, incarnation: body.incarnation as string }
}

const idsIn = (file: string): Set<unknown> => {
  const database = new Database(file, { readonly: true })
  const rows = database.prepare('select id from records').pluck().all()
  database.close()
  return new Set(rows)
}

describe('a backup', () => {
  it('is made while phones push, and holds at least what was acknowledged before', async () => {
    const before: string[] = []
    for (let i = 0; i < 20; i++) before.push((await pushOne()).id)
    const file = join(folder, 'first.sqlite')
    const meanwhile: unknown[] = []
    const copying = command('backup', file)
    const timer = setInterval(() => meanwhile.push(pushOne()), 5)
    expect(await copying).toMatchObject({ code: 0 })
    clearInterval(timer)
    expect((await Promise.all(meanwhile)).length).toBeGreaterThan(0)
    const kept = idsIn(file)
    expect(before.filter((id) => !kept.has(id))).toEqual([])
  })

  it('never takes the place of a file that is there', async () => {
    const file = join(folder, 'mine.txt')
    await writeFile(file, 'mine')
    expect(await command('backup', file)).toEqual({
      code: 2,
      text: 'There is a file of that name already.\n',
    })
  })

  it('of PostgreSQL is left to its own tools', async () => {
    const said = await command('backup', 'x', { DATABASE_URL: 'postgres://x' })
    expect(said.code).toBe(2)
    expect(said.text).toContain('pg_dump')
  })
})

describe('a restored database', () => {
  it('is another one: phones are told to look again, and get back what it has lost', async () => {
    const copy = join(folder, 'second.sqlite')
    const kept = await pushOne()
    await command('backup', copy)
    const lost = await pushOne()
    expect(await command('restore', copy)).toMatchObject({
      code: 2,
      text: 'A server has the database open. Stop it first.\n',
    })
    expect((await pushOne()).incarnation).toBe(kept.incarnation)
    await running.stop('SIGKILL')
    expect(await command('restore', copy)).toMatchObject({ code: 0 })
    await running.start()
    const ask = (query: Record<string, string | number>) =>
      call(server, deviceOf(ana), 'pull', { query })
    expect((await ask({ incarnation: lost.incarnation, after: kept.seq })).reason).toBe('rewound')
    const { body } = await ask({ after: 0, limit: 500 })
    const ids = body.rows.map((row: { record: { id: string } }) => row.record.id)
    expect(ids).toContain(kept.id)
    expect(ids).not.toContain(lost.id)
    expect(body.incarnation).not.toBe(lost.incarnation)
    // And once it has its name it keeps it.
    await running.stop()
    await running.start()
    expect((await ask({})).body.incarnation).toBe(body.incarnation)
  })

  it('twice from one copy is two, however the copy was made', async () => {
    const plain = join(folder, 'plain.sqlite')
    await running.stop()
    await copyFile(join(running.data, 'tideline.sqlite'), plain)
    const names = new Set<string>()
    for (let i = 0; i < 2; i++) {
      expect(await command('restore', plain)).toMatchObject({ code: 0 })
      await running.start()
      names.add((await pushOne()).incarnation)
      await running.stop()
    }
    expect(names.size).toBe(2)
    await running.start()
  })

  it('is not made of what is no database', async () => {
    const file = join(folder, 'torn.sqlite')
    await writeFile(file, 'not a database')
    await running.stop()
    expect(await command('restore', file)).toEqual({
      code: 2,
      text: 'The copy is not a whole database; nothing was changed.\n',
    })
    await running.start()
    await pushOne()
  })
})
