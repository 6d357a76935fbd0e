import { createHash } from 'node:crypto'
import { happen } from './acts.ts'
import { Ledger } from './ledger.ts'
import type { Schedule } from './schedule.ts'
import { judge, settle } from './verdict.ts'
import { witness } from './witness.ts'
import { type Beginning, openWorld } from './world.ts'

/** How a run ended. The same seed and schedule give the same digest, turn by turn. */
export interface Ended {
  /** Promises that were broken; none is what we want. */
  readonly broken: readonly string[]
  readonly digest: string
  readonly turns: number
  readonly entries: number
}

/** Runs one schedule in a world of its own, lets everything heal and settle, and judges. */
export async function simulate(
  seed: string,
  schedule: Schedule,
  beginning: Beginning,
): Promise<Ended> {
  const world = await openWorld(seed, beginning)
  const { turns, server } = world
  const ledger = new Ledger()
  server.onPush = witness(world, ledger)
  try {
    for (const event of schedule) {
      await turns.runUntil(turns.now + event.after)
      happen(world, ledger, event)
    }
    const stuck = await settle(world, ledger)
    const broken = stuck.length > 0 ? [...world.errors, ...stuck] : await judge(world, ledger)
    const rows = server.read('select author, id, digest from records order by author, id')
    const digest = createHash('sha256')
      .update(JSON.stringify([rows, turns.taken, broken]))
      .digest('hex')
    return { broken, digest, turns: turns.taken, entries: ledger.books.size }
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { broken: [...world.errors, text], digest: '', turns: turns.taken, entries: 0 }
  } finally {
    await world.close()
  }
}
