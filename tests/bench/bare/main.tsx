import { Dexie, type Table } from 'dexie'
import { useLiveQuery } from 'dexie-react-hooks'
import { createRoot } from 'react-dom/client'

/**
 * The least that React and Dexie can be: four buttons that write a row, and the newest rows. Tideline's
 * cold start is held against this page, which has a service worker of its own, and its tap stands beside
 * this page's tap, whose row is just as durable but not sealed.
 */

interface Row {
  readonly id: string
  readonly kind: string
  readonly at: number
}

const KINDS = ['trigger', 'pursue', 'withdraw', 'repair']

class BareDatabase extends Dexie {
  declare rows: Table<Row, string>
  constructor() {
    super('bare', { chromeTransactionDurability: 'strict' })
    this.version(1).stores({ rows: 'id, at' })
  }
}
const database = new BareDatabase()

function Bare() {
  const rows = useLiveQuery(() => database.rows.orderBy('at').reverse().limit(20).toArray())
  if (!rows) return null
  return (
    <main>
      {KINDS.map((kind) => (
        <button key={kind} type="button" onClick={() => void add(kind)}>
          {kind}
        </button>
      ))}
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            {row.kind} {new Date(row.at).toLocaleString()}
          </li>
        ))}
      </ul>
    </main>
  )
}

async function add(kind: string): Promise<void> {
  await database.rows.add({ id: crypto.randomUUID(), kind, at: Date.now() })
}

void navigator.serviceWorker.register('/sw.js')
createRoot(document.getElementById('root') as HTMLElement).render(<Bare />)
