import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createApp } from '../../../src/server/app.ts'
import { createHub } from '../../../src/server/hub.ts'
import { listen } from '../../../src/server/listen.ts'
import { openSqliteStore } from '../../../src/server/store/sqlite.ts'
import type { Store } from '../../../src/server/store/store.ts'

/** The mutant of the kill test: a server that answers a little before it commits. */

const HEAD_START_MS = 20

const store = await openSqliteStore(
  join(process.env['TIDELINE_DATA'] ?? '', 'tideline.sqlite'),
  randomBytes,
)
const careless: Store = {
  ...store,
  read: (work, person) => store.read(work, person),
  transaction: (work, person) =>
    new Promise((answer, refuse) => {
      store
        .transaction(async (tx) => {
          answer(await work(tx))
          await new Promise((wake) => setTimeout(wake, HEAD_START_MS))
        }, person)
        .catch(refuse)
    }),
}
const hub = createHub()
const app = createApp({ store: careless, hub, clock: Date.now, log: () => {}, version: '0' })
await listen(app, hub, { host: '127.0.0.1', port: Number(process.env['PORT']) })
