import { copyFile, rm } from 'node:fs/promises'
import Sqlite from 'better-sqlite3'
import type { World } from '../../api/world.ts'
import { idOf } from '../../people.ts'

/** What lies in the server's database, looked at and exchanged from outside. */

/** Copies the database while it serves, and gives the path of the copy. */
export async function backUp(world: World): Promise<string> {
  const file = `${world.file}.backup`
  const open = new Sqlite(world.file)
  open.prepare('VACUUM INTO ?').run(file)
  open.close()
  return file
}

/** Puts a backup back; with a name under an incarnation of its own, as the command does. */
export async function restore(world: World, backup: string, name?: string): Promise<void> {
  for (const end of ['', '-wal', '-shm']) await rm(world.file + end, { force: true })
  await copyFile(backup, world.file)
  if (name !== undefined) {
    const open = new Sqlite(world.file)
    open.prepare("update meta set value = ? where key = 'incarnation'").run(idOf(name))
    open.close()
  }
  await world.restart()
}

function countIn(world: World, sql: string, ...values: string[]): number {
  const open = new Sqlite(world.file, { readonly: true })
  const { n } = open.prepare(sql).get(...values) as { n: number }
  open.close()
  return n
}
export const countRecords = async (world: World) =>
  countIn(world, 'select count(*) as n from records')
export const countEnvelopes = async (world: World, id: string) =>
  countIn(world, 'select count(*) as n from records where id = ?', id)
