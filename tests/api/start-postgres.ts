import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { openPostgresStore } from '../../src/server/store/postgres.ts'
import { startPostgres } from '../postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A server to make databases on, or why there is none. */
    postgres: { readonly url: string; readonly template: string } | { readonly missing: string }
  }
}

/** Once for all tests that run on PostgreSQL: one server, on which each test has databases of its own. */
export default async function setUp(project: TestProject) {
  const postgres = await startPostgres()
  if ('missing' in postgres) {
    console.warn(`Skipped, the API's tests on PostgreSQL: ${postgres.missing}.`)
    project.provide('postgres', postgres)
    return
  }
  console.log(`PostgreSQL ${postgres.version}`)
  // Each test's database is a copy of this one, whose tables are there already.
  const template = await postgres.createDatabase()
  await (await openPostgresStore(template, { random: randomBytes })).close()
  project.provide('postgres', { url: postgres.url, template })
  return postgres.stop
}
