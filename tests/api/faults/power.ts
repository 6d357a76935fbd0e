import { execFile, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import { openSqliteStore } from '../../../src/server/store/sqlite.ts'

/**
 * The loss of power. A kill cannot show a missing fsync, because the kernel keeps what it was handed.
 * So a process that pushes is watched by `strace`: every write, truncation and sync of the database's
 * files, and what was acknowledged, in order. Then the power goes at any point of that record: what was
 * synced is there; of what was not, any sectors may be, or none. On each such image the real store is
 * opened, and what was acknowledged before that point has to be in it.
 */

const DATABASE = 'tideline.sqlite'
const SECTOR = 512

/** What the process asked of the system, in order. */
type Event =
  | { readonly type: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly type: 'truncate'; readonly file: string; readonly length: number }
  | { readonly type: 'create' | 'unlink' | 'sync'; readonly file: string }
  | { readonly type: 'syncFolder' }
  | { readonly type: 'acknowledged'; readonly records: readonly Acknowledged[] }

interface Acknowledged {
  readonly author: string
  readonly id: string
  readonly rev: number
}

export interface Recording {
  readonly events: readonly Event[]
  readonly acknowledged: number
}

/** What became of the images: how many held less than had been acknowledged, or did not open. */
export interface Verdict {
  readonly images: number
  /** Unsynced writes and truncations that stood open when the power went, over all images. */
  readonly open: number
  readonly checked: number
  readonly lost: number
  readonly broken: number
  /** What the first broken one said. */
  readonly complaint: string
}

export const hasStrace = (): boolean => spawnSync('strace', ['true']).status === 0

/** Records a process that pushes so many rounds for each of three couples. */
export async function record(rounds: number, mutant?: 'normal'): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-power-'))
  try {
    const script = join(import.meta.dirname, 'keep-pushing.ts')
    const calls = 'trace=openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink'
    const traced = join(folder, 'trace')
    const watch = ['-ff', '-y', '-xx', '-s', '1000000', '-e', calls, '-o', traced]
    const run = [process.execPath, script, folder, String(rounds), ...(mutant ? [mutant] : [])]
    const complaint = await new Promise<string>((done) => {
      // It ends by killing itself; what it says before that is a complaint.
      execFile('strace', [...watch, ...run], (_error, out, err) => done(out + err))
    })
    const traces = (await readdir(folder)).filter((name) => name.startsWith('trace.'))
    const texts = await Promise.all(traces.map((name) => readFile(join(folder, name), 'latin1')))
    // One thread has them all: SQLite and the acknowledgements share the main one.
    const events = texts.map((text) => readTrace(text, folder)).find((found) => found.length > 0)
    if (!events) throw new Error(`Nothing was recorded. ${complaint}`)
    const acknowledged = events.reduce(
      (sum, event) => sum + (event.type === 'acknowledged' ? event.records.length : 0),
      0,
    )
    if (acknowledged === 0) throw new Error(`Nothing was acknowledged. ${complaint}`)
    return { events, acknowledged }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Lets the power go at so many points, and looks what is left. Equal seeds take equal points. */
export async function cutPower(
  { events }: Recording,
  images: number,
  seed: number,
): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'tideline-power-'))
  const draw = randomFrom(seed)
  const points = Array.from({ length: images }, () => 1 + Math.floor(draw() * events.length))
  points.sort((a, b) => a - b)
  const disk = new Disk()
  const due: Acknowledged[] = []
  let [done, open, checked, lost, broken] = [0, 0, 0, 0, 0]
  let complaint = ''
  try {
    for (const [n, point] of points.entries()) {
      for (const event of events.slice(done, point)) {
        if (event.type === 'acknowledged') due.push(...event.records)
        else disk.apply(event)
      }
      done = point
      open += disk.openWrites
      const image = join(folder, String(n))
      await disk.save(image, draw)
      const found = await readImage(image)
      checked += due.length
      if (typeof found === 'string') {
        broken++
        complaint ||= found
      }
      const isKept = ({ author, id, rev }: Acknowledged) =>
        typeof found !== 'string' && (found.get(`${author} ${id}`) ?? 0) >= rev
      lost += due.filter((each) => !isKept(each)).length
      await rm(image, { recursive: true, force: true })
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return { images, open, checked, lost, broken, complaint }
}

/** Opens an image as the server would. Gives the revisions in it, or why it is not whole. */
async function readImage(folder: string): Promise<ReadonlyMap<string, number> | string> {
  const file = join(folder, DATABASE)
  try {
    await (await openSqliteStore(file, randomBytes)).close()
    const database = new Database(file, { readonly: true })
    try {
      const isWhole = database.pragma('integrity_check', { simple: true }) === 'ok'
      const dangling = database.pragma('foreign_key_check') as unknown[]
      // Every record has its number in its author's feed, and no head is behind its feed.
      const unnumbered = database
        .prepare(
          `select count(*) from records r where not exists
             (select 1 from feed f where f.person = r.author and f.author = r.author and f.id = r.id)`,
        )
        .pluck()
        .get()
      const behind = database
        .prepare(
          'select count(*) from feed_heads h where h.seq < (select max(seq) from feed f where f.person = h.person)',
        )
        .pluck()
        .get()
      if (!isWhole || dangling.length > 0 || unnumbered !== 0 || behind !== 0) {
        return `whole: ${isWhole}, dangling: ${dangling.length}, unnumbered: ${String(unnumbered)}, behind: ${String(behind)}`
      }
      const rows = database.prepare('select author, id, rev from records').all() as Acknowledged[]
      return new Map(rows.map(({ author, id, rev }) => [`${author} ${id}`, rev]))
    } finally {
      database.close()
    }
  } catch (error) {
    return String(error)
  }
}

/** The files as the system has them, and as the disk surely has them. */
class Disk {
  private readonly files = new Map<string, File>()

  get openWrites(): number {
    return [...this.files.values()].reduce((sum, file) => sum + file.open.length, 0)
  }

  apply(event: Exclude<Event, { type: 'acknowledged' }>): void {
    if (event.type === 'syncFolder') {
      for (const file of this.files.values()) file.isNamed = true
    } else if (event.type === 'unlink') {
      this.files.delete(event.file)
    } else {
      const file = this.files.get(event.file) ?? new File()
      this.files.set(event.file, file)
      if (event.type === 'sync') file.sync()
      else if (event.type === 'write' || event.type === 'truncate') file.open.push(event)
    }
  }

  /** Writes down what is there after the power went; chance decides about what was not synced. */
  async save(folder: string, draw: () => number): Promise<void> {
    await mkdir(folder)
    for (const [name, file] of this.files) {
      // A new file may be lost as a whole until its folder was synced.
      if (file.isNamed || draw() < 0.5) await writeFile(join(folder, name), file.imageOf(draw))
    }
  }
}

type Change = Extract<Event, { type: 'write' | 'truncate' }>

class File {
  private readonly synced = new Contents()
  open: Change[] = []
  isNamed = false

  sync(): void {
    for (const change of this.open) this.synced.apply(change)
    this.open = []
  }

  imageOf(draw: () => number): Buffer {
    const image = this.synced.copy()
    const share = [0, 0.1, 0.5, 0.9, 1][Math.floor(draw() * 5)] ?? 0
    for (const change of this.open) {
      if (change.type === 'truncate') {
        if (draw() < share) image.apply(change)
        continue
      }
      for (let at = 0; at < change.bytes.length; at += SECTOR) {
        const bytes = change.bytes.subarray(at, at + SECTOR)
        if (draw() < share) image.apply({ ...change, at: change.at + at, bytes })
      }
    }
    return image.read()
  }
}

/** Bytes that grow where they are written beyond their end. */
class Contents {
  private room: Buffer
  private length: number

  constructor(bytes = Buffer.alloc(0)) {
    this.room = bytes
    this.length = bytes.length
  }

  apply(change: Change): void {
    if (change.type === 'truncate') {
      this.room.fill(0, change.length, this.length)
      this.length = Math.min(this.length, change.length)
      return
    }
    const end = change.at + change.bytes.length
    if (end > this.room.length) {
      this.room = Buffer.concat([this.room], Math.max(end, 2 * this.room.length))
    }
    change.bytes.copy(this.room, change.at)
    this.length = Math.max(this.length, end)
  }

  read = (): Buffer => this.room.subarray(0, this.length)
  copy = (): Contents => new Contents(Buffer.from(this.read()))
}

const CALL = /^(\w+)\((?:AT_FDCWD|\d+)?(?:<([^>]*)>)?(?:, )?(?:"([^"]*)")?(?:, )?([^)]*)\) += (\d+)/

function readTrace(text: string, folder: string): Event[] {
  return text.split('\n').flatMap((line) => readCall(line, folder))
}

function readCall(line: string, folder: string): Event[] {
  const [, call, hexPath = '', hexText = '', rest = ''] = CALL.exec(line) ?? []
  if (call === undefined) return []
  const path = bytesOf(hexPath).toString()
  const numbers = rest.split(', ').map(Number)
  if (call === 'openat' || call === 'unlink') {
    const named = bytesOf(hexText).toString()
    if (!isDatabase(named, folder)) return []
    if (call === 'unlink') return [{ type: 'unlink', file: basename(named) }]
    return rest.includes('O_CREAT') ? [{ type: 'create', file: basename(named) }] : []
  }
  if (call === 'fsync' && path === folder) return [{ type: 'syncFolder' }]
  if (call === 'write' && path === join(folder, 'acknowledged')) {
    return [{ type: 'acknowledged', records: readAcknowledged(bytesOf(hexText).toString()) }]
  }
  if (!isDatabase(path, folder)) return []
  const file = basename(path)
  if (call === 'fsync' || call === 'fdatasync') return [{ type: 'sync', file }]
  if (call === 'ftruncate') return [{ type: 'truncate', file, length: numbers[0] ?? 0 }]
  return [{ type: 'write', file, at: numbers[1] ?? 0, bytes: bytesOf(hexText) }]
}

/** The index in shared memory is made anew from the log, and need not survive. */
const isDatabase = (path: string, folder: string): boolean =>
  dirname(path) === folder && basename(path).startsWith(DATABASE) && !path.endsWith('-shm')

const bytesOf = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex')

const readAcknowledged = (text: string): Acknowledged[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [author = '', id = '', rev = ''] = line.split(' ')
      return { author, id, rev: Number(rev) }
    })

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
