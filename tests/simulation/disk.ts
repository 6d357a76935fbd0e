import { IDBFactory } from 'fake-indexeddb'

/**
 * The disk of one device, and the handles that its tabs have on it. A tab can be killed between any
 * two steps: what was not committed is rolled back, what was is there, and nothing that waited in the
 * tab ever goes on. The disk can be full.
 */

/** What of the IndexedDB's inside is needed: a browser would do the same where nobody can see it. */
interface RawTransaction {
  readonly db: Connection
  readonly mode: string
  _state: string
  _requests: unknown[]
  _rollbackLog: (() => void)[]
  _start(): void
  _abort(name: string): void
  dispatchEvent(event: { readonly type: string }): boolean
}
interface RawDatabase {
  transactions: RawTransaction[]
  connections: Connection[]
  rawObjectStores: unknown
  processTransactions(): void
}
interface Connection {
  _rawDatabase: RawDatabase
  transaction(...args: unknown[]): RawTransaction
}

export class Disk {
  /** No transaction that writes can be committed. */
  isFull = false
  private readonly factory = new IDBFactory()

  /** A tab's own way to this disk. */
  handle(): Handle {
    return new Handle(this, this.factory)
  }
}

/** What happens to a tab at its next commit. */
export type Doom = 'before-commit' | 'after-commit'

export class Handle {
  /** What the tab's runtime gets as `indexedDB`. */
  readonly indexedDB: IDBFactory
  /** Kills the tab at the next commit of a transaction that writes: before it, or after it and before anybody knows. */
  doom: Doom | null = null
  /** Is called when doom has struck. */
  onDoom: () => void = () => undefined
  private isDead = false
  private readonly connections = new Set<Connection>()
  private readonly disk: Disk

  constructor(disk: Disk, factory: IDBFactory) {
    this.disk = disk
    const open = (name: string, version?: number): IDBOpenDBRequest => {
      // A dead tab's request is never answered.
      if (this.isDead) return { addEventListener() {} } as unknown as IDBOpenDBRequest
      const request = factory.open(name, version)
      const take = () => this.take(request.result as unknown as Connection)
      request.addEventListener('upgradeneeded', take)
      request.addEventListener('success', take)
      return request
    }
    this.indexedDB = {
      open,
      databases: () => factory.databases(),
      deleteDatabase: (name: string) => factory.deleteDatabase(name),
      cmp: (a: unknown, b: unknown) => factory.cmp(a, b),
    }
  }

  kill(): void {
    this.isDead = true
    for (const connection of this.connections) cut(connection)
    this.connections.clear()
  }

  private take(connection: Connection): void {
    if (this.isDead) return cut(connection)
    if (this.connections.has(connection)) return
    this.connections.add(connection)
    const begin = connection.transaction.bind(connection)
    connection.transaction = (...args) => this.watch(begin(...args))
  }

  private watch(transaction: RawTransaction): RawTransaction {
    if (transaction.mode !== 'readwrite') return transaction
    const start = transaction._start.bind(transaction)
    transaction._start = () => {
      const isCommit =
        transaction._requests.length === 0 &&
        transaction._state !== 'finished' &&
        transaction._rollbackLog.length > 0
      if (!isCommit) return start()
      if (this.disk.isFull) return transaction._abort('QuotaExceededError')
      if (this.doom === 'before-commit') return this.strike()
      start()
    }
    const dispatch = transaction.dispatchEvent.bind(transaction)
    transaction.dispatchEvent = (event) => {
      if (event.type !== 'complete' || this.doom !== 'after-commit') return dispatch(event)
      this.strike()
      return true
    }
    return transaction
  }

  private strike(): void {
    this.doom = null
    this.kill()
    this.onDoom()
  }
}

/** Rolls back what is not committed, and lets whatever is still asked of this connection wait for ever. */
function cut(connection: Connection): void {
  const raw = connection._rawDatabase
  for (const each of raw.transactions) {
    if (each.db !== connection || each._state === 'finished') continue
    for (const undo of each._rollbackLog.toReversed()) undo()
    each._rollbackLog = []
    each._requests = []
    each._state = 'finished'
  }
  raw.transactions = raw.transactions.filter((each) => each.db !== connection)
  raw.connections = raw.connections.filter((each) => each !== connection)
  for (const _ of raw.transactions) raw.processTransactions()
  connection._rawDatabase = {
    transactions: [],
    connections: [],
    rawObjectStores: raw.rawObjectStores,
    processTransactions: () => undefined,
  }
}
