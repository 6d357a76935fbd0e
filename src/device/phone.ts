import { liveQuery, type Observable } from 'dexie'
import { noteCleared } from './cleared.ts'
import { type Database, openDatabase } from './database.ts'
import { digestWhatIsRead } from './digested.ts'
import { type Identity, openIdentity } from './identity.ts'
import { patiently } from './patiently.ts'
import type { Runtime } from './runtime.ts'
import type { Vault } from './vault.ts'
import { pace } from './written.ts'

/** An open phone: its tables, its keys, and the world it runs in. Every function of this folder takes one. */
export interface Phone {
  readonly runtime: Runtime
  readonly db: Database
  /** This person's id. */
  readonly me: string
  readonly vault: Vault
  readonly identity: Identity
  /**
   * What `read` answers, again whenever the database has something else to say. `read` awaits this
   * database and nothing else: what is read after waiting for another thing is not noticed. It is told whether
   * what has changed came from elsewhere.
   */
  live<T>(read: (arrived?: boolean) => Promise<T>): Observable<T>
  /** Reads the identity again, after another tab, a pairing or a linking has changed it. */
  reopen(): Promise<void>
  close(): void
}

/** Opens the phone, making its identity on the very first start. Needs no network. */
export async function openPhone(runtime: Runtime): Promise<Phone> {
  const db = openDatabase(runtime)
  digestWhatIsRead(db)
  let identity = await openIdentity(db, runtime)
  return {
    runtime,
    db,
    get identity() {
      return identity
    },
    get me() {
      return identity.person
    },
    get vault() {
      return identity.vault
    },
    // Dexie follows a query through its awaits only if it can see that it is an async function. Through a
    // plain one that returns a promise it loses sight of whatever is read some calls deeper.
    live: (read) =>
      liveQuery(async () => {
        // In here `Promise` is Dexie's: through one from elsewhere it would lose sight of what is read afterwards.
        const arrived = await Promise.resolve(pace.get(db))
        return patiently(db, () => read(arrived))
      }),
    async reopen() {
      const next = await openIdentity(db, runtime)
      // Its keys are others: the browser has cleared what it kept, and this is an empty phone now. Until
      // that is noted this phone has not changed, and the next look finds the same.
      if (next.deviceId !== identity.deviceId) await noteCleared(db, runtime.clock())
      identity = next
    },
    close: () => db.close(),
  }
}
