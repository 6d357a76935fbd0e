import Database from 'better-sqlite3'
import fastify from 'fastify'
import { Pool } from 'pg'

/**
 * The bound of a single push: Fastify, which parses a body, and one insert that is on the disk before
 * the answer. Listens at PORT; `DATABASE_URL` as for Tideline, or else SQLite in `TIDELINE_DATA`.
 */

const DONE = { ok: true }
const insert = process.env['DATABASE_URL'] ? intoPostgres() : intoSqlite()
const server = fastify()
server.post('/api/push', (request) => {
  const { records } = request.body as { records: readonly { id: string }[] }
  const [record] = records
  return insert(record?.id ?? '', JSON.stringify(record))
})
server.get('/api/health', () => ({ status: 'ok' }))
await server.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) })

function intoSqlite(): (id: string, text: string) => unknown {
  const database = new Database(`${process.env['TIDELINE_DATA']}/bound.sqlite`)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('create table records (id text primary key, envelope text not null)')
  const statement = database.prepare('insert into records values (?, ?)')
  return (id, text) => {
    statement.run(id, text)
    return DONE
  }
}

function intoPostgres(): (id: string, text: string) => unknown {
  const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 10 })
  const made = pool.query('create table bound (id text primary key, envelope text not null)')
  return async (id, text) => {
    await made
    await pool.query('insert into bound values ($1, $2)', [id, text])
    return DONE
  }
}
