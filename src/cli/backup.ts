import { join, resolve } from 'node:path'
import { readEnvironment } from '../server/environment.ts'
import { backUp, type Copied, restore } from '../server/store/backup.ts'

const USAGE = `Usage: npm run backup -- FILE       copies the database to FILE while it is served
       npm run restore -- FILE      puts FILE in its place; stop the server first

The database is the one in TIDELINE_DATA. One in DATABASE_URL is backed up with pg_dump.
`
const POSTGRES = `DATABASE_URL names a PostgreSQL database. Use its own tools:
  pg_dump --format=custom --file=FILE "$DATABASE_URL"
  pg_restore --clean --if-exists --no-owner --dbname="$DATABASE_URL" FILE
Tideline notices a restored database by itself.
`
const REASONS: Readonly<Record<Extract<Copied, { ok: false }>['reason'], string>> = {
  'no-database': 'There is no database there.',
  exists: 'There is a file of that name already.',
  damaged: 'The copy is not a whole database; nothing was changed.',
  running: 'A server has the database open. Stop it first.',
}

async function main([verb, file, ...more]: readonly string[]): Promise<number> {
  const environment = readEnvironment(process.env)
  if (!environment.ok) return complain(`${environment.errors.join('\n')}\n`)
  if ((verb !== 'backup' && verb !== 'restore') || !file || more.length > 0) return complain(USAGE)
  if (environment.value.databaseUrl !== null) return complain(POSTGRES)
  const database = join(resolve(environment.value.data), 'tideline.sqlite')
  const copy = resolve(file)
  const copied = await (verb === 'backup'
    ? backUp(database, copy)
    : restore(copy, database, new Date()))
  if (!copied.ok) return complain(`${REASONS[copied.reason]}\n`)
  const kept = copied.keptAs ? `What was there is kept as ${copied.keptAs}\n` : ''
  process.stdout.write(`${copied.bytes} bytes, whole and on the disk.\n${kept}`)
  return 0
}

function complain(text: string): number {
  process.stderr.write(text)
  return 2
}

process.exitCode = await main(process.argv.slice(2))
