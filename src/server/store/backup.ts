import { copyFile, link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'

/** What came of a copy, or why there is none. */
export type Copied =
  | { readonly ok: true; readonly bytes: number; readonly keptAs?: string }
  | {
      readonly ok: false
      /** `damaged` is the copy; `running`: a server still has the database open. */
      readonly reason: 'no-database' | 'exists' | 'damaged' | 'running'
    }

/**
 * Copies the database in `file` to `target` while it is served: one reading transaction, so that the
 * copy is of one moment, and nobody waits. A copy bears no name: whoever opens it begins a new life of
 * the database, and phones notice (`migrations.ts`). When this has resolved, the copy is on the disk.
 */
export async function backUp(file: string, target: string): Promise<Copied> {
  if (!(await isThere(file))) return { ok: false, reason: 'no-database' }
  if (await isThere(target)) return { ok: false, reason: 'exists' }
  const part = `${target}.part`
  await rm(part, { force: true })
  const database = new Database(file, { fileMustExist: true })
  try {
    database.pragma('busy_timeout = 5000')
    database.prepare('vacuum into ?').run(part)
  } finally {
    database.close()
  }
  if (!takeName(part)) return { ok: false, reason: 'damaged' }
  await sync(part, 0o600)
  try {
    // Unlike a rename, this never takes the place of a copy that came to be meanwhile.
    await link(part, target)
  } finally {
    await rm(part)
  }
  await sync(dirname(target))
  return { ok: true, bytes: (await stat(target)).size }
}

/**
 * Puts a copy in the place of the database, whose server has to be stopped. What lay there is kept
 * beside it. The copy gets a new name when it is opened, wherever it came from.
 */
export async function restore(copy: string, file: string, now: Date): Promise<Copied> {
  if (!(await isThere(copy))) return { ok: false, reason: 'no-database' }
  const part = `${file}.part`
  await copyFile(copy, part)
  if (!takeName(part)) {
    await rm(part)
    return { ok: false, reason: 'damaged' }
  }
  if ((await isThere(file)) && isOpenElsewhere(file)) {
    await rm(part)
    return { ok: false, reason: 'running' }
  }
  await sync(part, 0o600)
  const keptAs = `${file}.before-${now.toISOString().replaceAll(/[:.]/g, '-')}`
  const hadOne = await isThere(file)
  // The log and its index belong to the old file: beside the new one they would destroy it.
  for (const end of ['-wal', '-shm', '']) {
    if (await isThere(file + end)) await rename(file + end, keptAs + end)
  }
  await rename(part, file)
  await sync(dirname(file))
  return { ok: true, bytes: (await stat(file)).size, ...(hadOne ? { keptAs } : {}) }
}

/** Takes the name from a copy that is whole; tells whether it is. */
function takeName(file: string): boolean {
  let database: Database.Database | undefined
  try {
    database = new Database(file, { fileMustExist: true })
    // A copy of another kind may come with a log of its own, which stays out of this.
    database.pragma('journal_mode = delete')
    if (database.pragma('integrity_check', { simple: true }) !== 'ok') return false
    database.prepare("delete from meta where key = 'incarnation'").run()
    return true
  } catch {
    return false
  } finally {
    database?.close()
  }
}

/** Only one who has it alone can take a database out of its log. */
function isOpenElsewhere(file: string): boolean {
  let database: Database.Database | undefined
  try {
    database = new Database(file, { timeout: 1000 })
    database.pragma('journal_mode = delete')
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && String(error.code) === 'SQLITE_BUSY'
  } finally {
    database?.close()
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

async function sync(path: string, mode?: number): Promise<void> {
  const handle = await open(path)
  try {
    if (mode !== undefined) await handle.chmod(mode)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
