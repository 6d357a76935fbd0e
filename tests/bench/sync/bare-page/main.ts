import { Dexie, type Table } from 'dexie'
import { instant, nextFrame, timed } from '../instant.ts'

/**
 * The bound: the same bytes over the same wire into the same browser's database, and nothing else. No
 * keys, no checks, no merging, no cursor; a card is written down before it is sent, and where it arrives.
 */

interface Row {
  readonly key: string
  readonly at: number
}

class BareDatabase extends Dexie {
  declare rows: Table<Row, string>
  constructor(name: string, strict: boolean) {
    super(name, strict ? { chromeTransactionDurability: 'strict' } : {})
    this.version(1).stores({ rows: 'key, at' })
  }
}
const database = new BareDatabase('bare', false)
const strict = new BareDatabase('bare-strict', true)

interface Page {
  readonly rows: readonly { readonly seq: number; readonly record: { readonly id: string } }[]
}
const rowsOf = ({ rows }: Page): Row[] =>
  rows.map(({ seq, record }) => ({ key: record.id, at: seq, record }))

const bench = {
  /** Fetches so many pages, one after the other, and puts each into the database; ms. */
  async receive(pages: number): Promise<number> {
    await database.open()
    const begun = performance.now()
    for (let n = 0; n < pages; n += 1) {
      const response = await fetch(`/pages/${n}`, { cache: 'no-store' })
      await database.rows.bulkPut(rowsOf((await response.json()) as Page))
    }
    return performance.now() - begun
  },

  /** Hears what others post and puts it down; resolves when it listens. */
  async listen(): Promise<void> {
    await strict.open()
    const source = new EventSource('/events')
    source.addEventListener('message', ({ data }) => {
      void take(JSON.parse(data as string) as Page)
    })
    await new Promise((resolve) => source.addEventListener('open', resolve, { once: true }))
  },
  /** The instant at which what was posted next has been written and drawn here. */
  arrived: (): Promise<number> =>
    new Promise((resolve) => {
      tell = resolve
    }),

  /** One card: written down strictly, then posted. Gives when it began. */
  async card(text: string): Promise<number> {
    await strict.open()
    const begun = instant()
    await strict.rows.bulkPut(rowsOf(JSON.parse(text) as Page))
    await post(text)
    return begun
  },
  /** Posts a whole batch that was written before. Gives when it began. */
  async post(text: string): Promise<number> {
    const begun = instant()
    await post(text)
    return begun
  },

  /** Fills the database for a reload. */
  async fill(pages: readonly string[]): Promise<void> {
    for (const text of pages) await database.rows.bulkPut(rowsOf(JSON.parse(text) as Page))
  },
  /** Raw IndexedDB: opens it and shows the newest so many. */
  async showNewest(many: number): Promise<void> {
    const opened = await promised(indexedDB.open('bare'))
    const index = opened.transaction('rows').objectStore('rows').index('at')
    draw(await readNewest(index, many))
  },
}
export type BareBench = typeof bench
Object.assign(globalThis, { bench })

let tell: (at: number) => void = () => undefined

async function take(page: Page): Promise<void> {
  // A card is on the disk before it is shown; of a batch it is enough that it is in the database.
  const table = page.rows.length === 1 ? strict.rows : database.rows
  await table.bulkPut(rowsOf(page))
  if (page.rows.length > 1) return tell(instant())
  draw(rowsOf(page))
  tell(await nextFrame())
}

async function post(text: string): Promise<void> {
  await fetch('/post', { method: 'POST', body: text })
}

function readNewest(index: IDBIndex, many: number): Promise<Row[]> {
  const rows: Row[] = []
  return new Promise((resolve, reject) => {
    const request = index.openCursor(null, 'prev')
    request.addEventListener('error', () => reject(new Error('no cursor')))
    request.addEventListener('success', () => {
      const cursor = request.result
      if (!cursor || rows.length === many) return resolve(rows)
      rows.push(cursor.value as Row)
      cursor.continue()
    })
  })
}

const promised = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(new Error('IndexedDB refused')))
  })

function draw(rows: readonly Row[]): void {
  const items = rows.map((row) => {
    const item = document.createElement('li')
    item.textContent = `${row.at} ${row.key}`
    return item
  })
  document.getElementById('rows')?.replaceChildren(...items)
}

if (location.hash === '#show')
  Object.assign(globalThis, { shown: timed(() => bench.showNewest(50)) })
