import { randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createApp } from '../../../src/server/app.ts'
import { openSqliteStore } from '../../../src/server/store/sqlite.ts'
import { cardOf, deviceOf, editOf, newCouple, privateOf, push, type Server } from '../client.ts'

/**
 * A process that pushes into the database in a folder and notes in `acknowledged`, in the same thread
 * and in order, what was acknowledged: author, id, revision. `power.ts` watches what it asks of the
 * system. The argument `normal` is the mutant: SQLite commits without waiting for the disk, and says it did.
 */

const [folder = '', count = '0', mutant] = process.argv.slice(2)
if (mutant === 'normal') commitCarelessly()

// As `serve.ts` opens it.
const gather = () => new Promise<void>((done) => setImmediate(done))
const file = join(folder, 'tideline.sqlite')
const store = await openSqliteStore(file, randomBytes, 'FULL', gather)
const app = createApp({ store, clock: Date.now, log: () => {}, version: '0' })
const server: Server = { clock: Date.now, fetch: async (request) => app.fetch(request) }
const couples = await Promise.all([newCouple(server), newCouple(server), newCouple(server)])
await Promise.all(couples.map(pushFor))
// No close: nothing may be put in order at the end.
process.kill(process.pid, 'SIGKILL')

async function pushFor({ ana, ben, couple }: (typeof couples)[number]): Promise<void> {
  for (let i = 0; i < Number(count); i++) {
    const author = i % 3 === 0 ? ben : ana
    const card = cardOf(author, couple)
    for (const records of [[card, privateOf(author)], [editOf(card)]]) {
      const { status } = await push(server, deviceOf(author), records)
      if (status !== 200) throw new Error(`not taken: ${status}`)
      const said = records.map(({ id, rev }) => `${author.id} ${id} ${rev}\n`).join('')
      appendFileSync(join(folder, 'acknowledged'), said)
    }
  }
}

function commitCarelessly(): void {
  const honest = Object.getOwnPropertyDescriptor(Database.prototype, 'pragma')
  const pragma = honest?.value as Database.Database['pragma']
  Database.prototype.pragma = function (this: Database.Database, text, options) {
    if (text === 'synchronous') return 2
    return pragma.call(this, text.replace('FULL', 'NORMAL'), options)
  }
}
