import { type Kysely, sql } from 'kysely'
import { type Store, type Transaction, transactionIn } from './store.ts'
import type { Tables } from './tables.ts'
import type { Written } from './written.ts'

/** Most pieces of work that one commit answers. */
const MOST_IN_GROUP = 64

interface Job {
  readonly writes: boolean
  readonly run: (tx: Transaction) => Promise<() => void>
  readonly reject: (error: unknown) => void
}

/**
 * One commit for all that is there to be done. Waiting for the disk costs the same for one push as for
 * thirty, whoever's they are; so what comes meanwhile goes to the disk together. Each piece of work is
 * a savepoint of its own: one that throws takes back what it wrote and nothing else. Nobody is answered
 * before the commit has returned, and when it fails, all are told.
 *
 * `gather` lets those come who are at the door already, before a group that writes begins.
 */
export function groupCommits(
  db: Kysely<Tables>,
  gather: (() => Promise<void>) | null,
): Pick<Store, 'transaction' | 'read'> {
  const waiting: Job[] = []
  const written: Written = new Map()
  let isWorking = false

  const work = async (): Promise<void> => {
    if (isWorking) return
    isWorking = true
    while (waiting.length > 0) {
      if (gather && waiting[0]?.writes) await gather()
      try {
        await db.connection().execute(runGroup)
      } catch (error) {
        // There is no connection any more.
        for (const { reject } of waiting.splice(0)) reject(error)
      }
    }
    isWorking = false
  }

  /** Runs what waits, and what comes while it runs; throws nothing. */
  const runGroup = async (connection: Kysely<Tables>): Promise<void> => {
    const answers: (() => void)[] = []
    const taken: Job[] = []
    const tx = transactionIn({ db: connection, written, ...ALONE })
    try {
      // What only reads takes no lock, and its commit no time.
      const writes = waiting.some((job) => job.writes)
      await (writes ? BEGIN_TO_WRITE : BEGIN_TO_READ).execute(connection)
      while (taken.length < MOST_IN_GROUP) {
        if (!writes && waiting[0]?.writes) break
        const job = waiting.shift()
        if (!job) break
        taken.push(job)
        answers.push(await runOne(connection, tx, job))
      }
      await COMMIT.execute(connection)
    } catch (error) {
      await ROLLBACK.execute(connection).catch(() => {})
      if (taken.length === 0) taken.push(...waiting.splice(0))
      for (const { reject } of taken) reject(error)
      return
    }
    for (const answer of answers) answer()
  }

  const enqueue = <T>(job: (tx: Transaction) => Promise<T>, writes: boolean): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.push({
        writes,
        run: async (tx) => {
          const done = await job(tx)
          return () => resolve(done)
        },
        reject,
      })
      void work()
    })
  return {
    transaction: (job) => enqueue(job, true),
    read: (job) => enqueue(job, false),
  }
}

/** Gives how to answer, once it is on the disk. */
async function runOne(
  connection: Kysely<Tables>,
  tx: Transaction,
  { writes, run, reject }: Job,
): Promise<() => void> {
  if (writes) await SAVEPOINT.execute(connection)
  try {
    const answer = await run(tx)
    if (writes) await RELEASE.execute(connection)
    return answer
  } catch (error) {
    if (writes) {
      await BACK.execute(connection)
      await RELEASE.execute(connection)
    }
    return () => reject(error)
  }
}

/** One process has the file to itself, and one writer at a time. */
const ALONE = {
  locksRows: false,
  lock: async () => {},
  hold: async () => {},
  announce: async () => {},
}

/** The lock to write is taken at once: later it could turn out that another process was faster. */
const BEGIN_TO_WRITE = sql`begin immediate`
const BEGIN_TO_READ = sql`begin deferred`
const COMMIT = sql`commit`
const ROLLBACK = sql`rollback`
const SAVEPOINT = sql`savepoint piece`
const RELEASE = sql`release piece`
const BACK = sql`rollback to piece`
