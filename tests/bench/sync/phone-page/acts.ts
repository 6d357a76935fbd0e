import { liveQuery } from 'dexie'
import { idOf } from '../../../../src/device/database.ts'
import { invite } from '../../../../src/device/couple/inviter.ts'
import { join } from '../../../../src/device/couple/joiner.ts'
import { confirmSame, readPairing, stepPairing } from '../../../../src/device/couple/pairing.ts'
import { readPlaces } from '../../../../src/device/moments/read.ts'
import { importJournal } from '../../../../src/device/file/transfer.ts'
import { editEntry } from '../../../../src/device/moments/edit-entry.ts'
import { showPhrase } from '../../../../src/device/person/phrase.ts'
import { recover } from '../../../../src/device/person/recovery.ts'
import { pullFeed } from '../../../../src/device/sync/pull.ts'
import { keepInSync } from '../../../../src/device/sync/keep-in-sync.ts'
import { syncOnce } from '../../../../src/device/sync/sync.ts'
import type { Words } from '../../../../src/journal/entry.ts'
import { instant, nextFrame } from '../instant.ts'
import { draw, open, phone, readShown, watched } from './show.ts'

/** What a bench calls in a phone without a face. None of it is needed to show what is on the phone already. */

let stop: (() => void) | null = null

export const bench = {
  open,

  async invite(): Promise<string> {
    await invite(phone, 'Noa', 'link')
    const shown = await readPairing(phone)
    if (shown.step !== 'invited') throw new Error('no link to show')
    return shown.link
  },
  async join(link: string): Promise<void> {
    await join(phone, link, 'Remy')
  },
  stepPairing: async (): Promise<string> => (await stepPairing(phone)).step,
  confirmSame: () => confirmSame(phone),
  sync: () => syncOnce(phone),
  keepInSync(): void {
    stop = keepInSync(phone)
  },
  stop(): void {
    stop?.()
  },

  async import(journal: string): Promise<void> {
    const imported = await importJournal(phone, journal)
    if (!imported.ok) throw new Error(imported.reason)
  },
  words: async (): Promise<string> => ((await showPhrase(phone)) ?? []).join(' '),

  /** An empty phone becomes one of this person's. */
  async recover(words: string): Promise<void> {
    const recovered = await recover(phone, words)
    if (!recovered.ok) throw new Error(recovered.reason)
  },

  /** Brings the whole feed here. Gives ms: the whole, and from the first bytes to the newest 50 on the screen. */
  async receive(): Promise<{ whole: number; newest: number }> {
    watched.firstBytes = null
    const shown = newestShown(50)
    const begun = performance.now()
    const pulled = await pullFeed(phone)
    if (!pulled.ok) throw new Error(pulled.reason)
    const whole = performance.now() - begun
    return { whole, newest: (await shown) - (watched.firstBytes ?? Number.NaN) }
  },

  /** The same, keeping what the server said, word for word. */
  async pagesOfFeed(): Promise<string[]> {
    watched.isKeeping = true
    await pullFeed(phone)
    watched.isKeeping = false
    return watched.pages
  },

  /** Opens every envelope on this phone; ms. */
  async openAll(): Promise<number> {
    const records = await phone.db.records.toArray()
    const begun = performance.now()
    for (const { envelope } of records) {
      if (!phone.vault.open(envelope).ok) throw new Error('it does not open')
    }
    return performance.now() - begun
  },
  count: async (): Promise<number> => (await readPlaces(phone)).length,

  /** Gives the earliest moments other words, without a network. */
  async edit(words: readonly Words[]): Promise<void> {
    const places = (await readPlaces(phone)).slice(0, words.length)
    for (const [n, { key }] of places.entries()) {
      const saved = await editEntry(phone, idOf(key), { words: words[n] ?? {} })
      if (!saved.ok) throw new Error(saved.reason)
    }
  },
  /** What waits to be sent, as it goes over the wire. */
  async waiting(): Promise<string> {
    const rows = await phone.db.outbox.toArray()
    return JSON.stringify(rows.map(({ envelope }) => envelope))
  },
  /** Sends all that waits. Gives when it began. */
  async drain(): Promise<number> {
    const begun = instant()
    const end = await syncOnce(phone)
    if (end !== 'done') throw new Error(end)
    return begun
  },
  /** Resolves with the instant at which so many more rows than now have been applied here. */
  async applied(more: number): Promise<number> {
    const head = await readHead()
    return new Promise((resolve) => {
      const watching = liveQuery(readHead).subscribe((now) => {
        if (now < head + more) return
        setTimeout(() => watching.unsubscribe())
        resolve(instant())
      })
    })
  },
}
export type PhoneBench = typeof bench

const readHead = async (): Promise<number> =>
  ((await phone.db.state.get('cursor'))?.value as { head: number } | undefined)?.head ?? 0

/** The instant at which the newest so many stand on the screen, as a screen reads them: by a live query. */
function newestShown(many: number): Promise<number> {
  return new Promise((resolve) => {
    const watching = liveQuery(() => readShown(many)).subscribe((rows) => {
      if (rows.length < many) return
      setTimeout(() => watching.unsubscribe())
      draw(rows)
      void nextFrame().then(resolve)
    })
  })
}
