import { liveQuery } from 'dexie'
import { createParser } from 'eventsource-parser'
import { arrivingPokeSchema } from '../../sync/api.ts'
import { applyRows } from './apply.ts'
import { UNOPENED } from './open-rows.ts'
import { readAgain } from './read-again.ts'
import { requestApi } from '../client.ts'
import { keepDevices } from '../person/devices.ts'
import { stepHosting, stepLinking } from '../person/linking.ts'
import type { OutboxRow } from '../database.ts'
import { isConnectionLost, patiently } from '../patiently.ts'
import type { Phone } from '../phone.ts'
import { probe } from '../probe.ts'
import { findWay, type Taken } from './push.ts'
import { restOf } from './rest.ts'
import { stepPairing } from '../couple/pairing.ts'
import { STUMBLED } from './status.ts'
import { type SyncEnd, syncOnce } from './sync.ts'
import { isHeldBack } from '../undo.ts'
import { carriers, pace } from '../written.ts'

/** How long the stream of pokes may be silent before it counts as dead; the API sends something every 20 s. */
const SILENCE = 45_000
const FIRST_RETRY = 1_000
const LONGEST_RETRY = 60_000
/** A round even when nothing calls for one: for what is due to open. */
const ROUND = 60_000

/**
 * Keeps this phone in sync while it is open: on a write, on start, on `online`, on becoming visible,
 * and on a poke. Failures are retried with growing, jittered pauses; one that is nobody's but this
 * program's is said where the journal's state is read. Answers how to stop.
 */
export function keepInSync(phone: Phone): () => void {
  const stopping = new AbortController()
  const { signal } = stopping
  let wanted = false
  let running = false
  /** Something was written while a round was on its way: perhaps it has gone along, perhaps not. */
  let mayWait = false
  /** How the last round ended; null before the first. */
  let last: SyncEnd | null = null
  let retry = FIRST_RETRY
  let timer: ReturnType<typeof setTimeout> | undefined
  let trouble = false
  const stumble = (error: unknown): void => {
    // The database goes away under us, as it does while a browser suspends a page: no more than a pause.
    if (!isConnectionLost(error)) trouble = true
  }

  const run = async (going?: () => Taken): Promise<void> => {
    if (running || signal.aborted) {
      wanted = true
      return
    }
    running = true
    clearTimeout(timer)
    try {
      // It leaves before anything else is asked of the database, and before another tab has had its turn.
      let taken = going?.()
      do {
        wanted = false
        trouble = false
        const end = await syncOnce(phone, taken)
        taken = undefined
        last = end
        // After what was written is on its way: whatever becomes of these, the journal goes on.
        await stepOn(phone, stumble).catch(stumble)
        await keepDevices(phone).catch(stumble)
        await bringBackSaid(phone).catch(stumble)
        if (end === 'offline') await askToBeWoken(phone)
        const isFine = end === 'done' || end === 'alone'
        retry = isFine ? FIRST_RETRY : Math.min(retry * 2, LONGEST_RETRY)
        later(Math.max(isFine ? ROUND : retry * (0.5 + jitter(phone)), restOf(phone.runtime)))
        while (mayWait) {
          mayWait = false
          const due = await nextWaiting(phone)
          if (due === 0) wanted = true
          else if (due !== null) later(Math.max(0, due - phone.runtime.clock()))
        }
      } while (wanted && retry === FIRST_RETRY && !signal.aborted)
    } catch (error) {
      stumble(error)
      later(LONGEST_RETRY)
    } finally {
      running = false
      await noteTrouble(phone, trouble).catch(() => undefined)
    }
  }
  const later = (pause: number): void => {
    clearTimeout(timer)
    if (!signal.aborted) timer = setTimeout(() => void run(), pause)
  }
  const now = (): void => {
    retry = FIRST_RETRY
    void run()
  }

  const waiting = phone
    .live(() => nextWaiting(phone))
    .subscribe({
      next: (due) => {
        if (due === 0 && running) mayWait = true
        else if (due !== null) later(Math.max(0, due - phone.runtime.clock()))
      },
    })
  // What is written in this tab does not wait until its screen has been drawn, nor until it is known whether
  // it waits, where the last round has been at the server.
  carriers.set(phone.db, {
    awaits: async () => {
      const isFree = last === 'done' && !running && !signal.aborted
      const way = isFree ? await findWay(phone) : null
      if (!way) return null
      const left = letGoFirst(phone)
      const going = (rows: readonly OutboxRow[]): Taken => {
        const taken = way(rows)
        void taken.sending?.then(left)
        return taken
      }
      return (rows) => void run(() => going(rows))
    },
    call: () => {
      if (last !== null && last !== 'alone') void run()
      else void nextWaiting(phone).then((due) => (due === 0 ? run() : undefined), now)
    },
  })
  // Another tab may have paired, or joined this device to a person: work with the keys of now.
  const identity = liveQuery(() => phone.db.state.bulkGet(['identity', 'couple'])).subscribe({
    next: () => void patiently(phone.db, () => phone.reopen()).then(now, now),
  })
  globalThis.addEventListener('online', now, { signal })
  globalThis.navigator?.serviceWorker?.addEventListener('message', now, { signal })
  globalThis.document?.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') void probe(phone).then(now, now)
    },
    { signal },
  )
  void listen(phone, signal, now)
  void readAgain(phone).finally(now)
  return () => {
    stopping.abort()
    clearTimeout(timer)
    waiting.unsubscribe()
    carriers.delete(phone.db)
    identity.unsubscribe()
  }
}

/** So long at most reading for screens waits for what is on its way, in ms. */
const HEAD_START = 50

/** Keeps screens from reading until what is being written has been answered, or for a moment. Answers how to end it. */
function letGoFirst({ db }: Phone): () => void {
  let left = (): void => undefined
  const gone = new Promise<false>((resolve) => {
    left = () => resolve(false)
    setTimeout(left, HEAD_START)
  })
  pace.set(db, gone)
  void gone.then(() => pace.get(db) === gone && pace.delete(db))
  return left
}

/** Goes on with what two phones have begun with each other: hardly ever anything. */
async function stepOn(phone: Phone, stumble: (error: unknown) => void): Promise<void> {
  const begun = await phone.db.state.bulkGet(['pairing', 'pairing-stops', 'linking', 'hosting'])
  const [pairing, stops, linking, hosting] = begun
  if (pairing || stops) await stepPairing(phone).catch(stumble)
  if (linking) await stepLinking(phone).catch(stumble)
  if (hosting) await stepHosting(phone).catch(stumble)
}

/** Says that something went wrong, from the first time on and until it does not any more. */
async function noteTrouble({ db, runtime }: Phone, isThere: boolean): Promise<void> {
  const noted = await db.state.get(STUMBLED)
  if (isThere && !noted) await db.state.put({ name: STUMBLED, value: runtime.clock() })
  else if (!isThere && noted) await db.state.delete(STUMBLED)
}

/** Where the two have said that what was before may come back: most never need the code for it. */
async function bringBackSaid(phone: Phone): Promise<void> {
  const said = await phone.db.records.where('type').equals('restore').count()
  if (said > 1) await (await import('../couple/restore.ts')).bringBack(phone)
}

/** The tag under which the service worker tells open pages that the network is back. */
const SYNC_TAG = 'tideline-sync'

/** Asks the browser to say when there is a network again, where it can (Background Sync). */
async function askToBeWoken({ db }: Phone): Promise<void> {
  if ((await db.outbox.count()) === 0) return
  const registration = await globalThis.navigator?.serviceWorker?.getRegistration()
  const sync = (registration as { sync?: { register(tag: string): Promise<void> } } | undefined)
    ?.sync
  // Some browsers have it and refuse it, in private windows for instance: then the timer has to do.
  await sync?.register(SYNC_TAG).catch(() => undefined)
}

const jitter = ({ runtime }: Phone): number => (runtime.random(1)[0] ?? 0) / 256

/** When the next row may be sent, in ms; null when nothing waits. */
async function nextWaiting({ db, runtime }: Phone): Promise<number | null> {
  // A journal that lives on this phone alone may have thousands waiting, and none to send.
  if (!(await db.state.get('registered'))) return null
  let due: number | null = null
  const now = runtime.clock()
  await db.outbox
    .toCollection()
    .until(() => due === 0)
    .each((row) => {
      if (row.parked || row.sent) return
      const from = isHeldBack(row, now) ? row.heldUntil! : 0
      due = Math.min(due ?? Number.MAX_SAFE_INTEGER, from)
    })
  return due
}

/** Holds the stream of pokes open, one tab at a time, for as long as there is something to hear. */
async function listen(phone: Phone, signal: AbortSignal, now: () => void): Promise<void> {
  const { locks, database } = phone.runtime
  const hearOnce = async (): Promise<boolean> =>
    (await phone.db.state.get('registered')) ? hearPokes(phone, signal, now) : false
  const hear = async (): Promise<void> => {
    let pause = FIRST_RETRY
    while (!signal.aborted) {
      // A connection to the database that goes away, or a disk that is full, is no more than a pause.
      const heard = await hearOnce().catch(() => false)
      pause = heard ? FIRST_RETRY : Math.min(pause * 2, LONGEST_RETRY)
      await pauseFor(Math.max(pause * (0.5 + jitter(phone)), restOf(phone.runtime)), signal)
    }
  }
  try {
    if (locks) await locks.request(`${database}-pokes`, { signal }, hear)
    else await hear()
  } catch {
    // Stopped while another tab was listening.
  }
}

/** Reads one stream until it ends or falls silent. True: something was heard. */
async function hearPokes(phone: Phone, signal: AbortSignal, now: () => void): Promise<boolean> {
  const quiet = new AbortController()
  // An answer may never begin: a proxy that collects it, or a connection that died while the phone slept.
  let silence = setTimeout(() => quiet.abort(), SILENCE)
  let hasHeard = false
  try {
    const answer = await requestApi(phone, 'pokes', {}, AbortSignal.any([signal, quiet.signal]))
    if (!answer.ok || !answer.value.body) return false
    const reader = answer.value.body.getReader()
    const parser = createParser({
      // A poke that cannot be applied is still a reason to pull.
      onEvent: ({ data }) => {
        hasHeard = true
        void applyPoke(phone, data, now).catch(now)
      },
    })
    const decoder = new TextDecoder()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(silence)
      silence = setTimeout(() => quiet.abort(), SILENCE)
      parser.feed(decoder.decode(part.value, { stream: true }))
    }
  } catch {
    // The network went, or nothing was heard for too long.
  } finally {
    clearTimeout(silence)
  }
  return hasHeard
}

/** Applies the rows of a poke that continues where this phone is; anything else is a reason to pull. */
async function applyPoke(phone: Phone, data: string, now: () => void): Promise<void> {
  const poke = arrivingPokeSchema.safeParse(JSON.parse(data))
  if (!poke.success) return now()
  const { incarnation, prev, seq, rows } = poke.data
  const isApplied =
    rows.length > 0 &&
    (await applyRows(phone, rows, (cursor) =>
      cursor?.incarnation === incarnation && cursor.head === prev ? { ...cursor, head: seq } : null,
    ))
  if (!isApplied || (await isWaitingForKeys(phone))) now()
}

/** So long what has come is left to the screen, in ms. */
const TO_DRAW = 50

/** Whether anything has arrived that could not be opened yet. */
async function isWaitingForKeys({ db }: Phone): Promise<boolean> {
  // What has been put down is read for the screen and drawn first.
  await new Promise((resolve) => setTimeout(resolve, TO_DRAW))
  return db.transaction('r', db.records, db.later, async () => {
    const unopened = db.records.where('type').equals(UNOPENED).count()
    return (await unopened) + (await db.later.count()) > 0
  })
}

function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', over)
      resolve()
    }
    const timer = setTimeout(over, ms)
    signal.addEventListener('abort', over)
  })
}
