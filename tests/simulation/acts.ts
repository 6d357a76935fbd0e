import type { Phone } from '../../src/device/phone.ts'
import { drawOwnLoop, readOwnLoops, removeOwnLoop } from '../../src/device/loops/own-loops.ts'
import { readMoment, readMoments, readPlaces } from '../../src/device/moments/read.ts'
import { isQuotaError } from '../../src/device/put.ts'
import { openingAt } from '../../src/device/moments/opening.ts'
import { chooseDefault, chooseSharing } from '../../src/device/moments/share.ts'
import { dueSoon, postpone } from '../../src/device/moments/due.ts'
import { keepInSync } from '../../src/device/sync/keep-in-sync.ts'
import { syncOnce } from '../../src/device/sync/sync.ts'
import { sayName } from '../../src/device/couple/profile.ts'
import { addEntry } from '../../src/device/moments/add-entry.ts'
import { deleteEntry, undoDelete } from '../../src/device/moments/delete-entry.ts'
import { editEntry } from '../../src/device/moments/edit-entry.ts'
import { ownKey } from '../../src/device/couple/couple.ts'
import { toWhen } from '../../src/device/moments/zones.ts'
import type { Words } from '../../src/journal/entry.ts'
import { INTENSITIES, KINDS } from '../../src/journal/move.ts'
import { FIRST_DAY, FIRST_HOUR } from '../../src/journal/rhythm.ts'
import { people } from '../people.ts'
import type { Device, Tab } from './device.ts'
import {
  type Book,
  heardAs,
  type Ledger,
  type Opens,
  type ShareAct,
  type TextAct,
} from './ledger.ts'
import { fromTheFuture, writeNewer, writeRipple } from './newer.ts'
import { FIELDS, type Happening } from './schedule.ts'
import { beginWeek, lookIntoWeek } from './weeks.ts'
import { type World, personOf, tabOf } from './world.ts'

/** Does what the schedule says, through the same functions as the screens, and keeps the ledger. */

type Of<W extends Happening['what']> = Extract<Happening, { what: W }>
type OnTab = Extract<Happening, { tab: number }>

/** Begins what happens. What goes on after that goes on by itself; `world.errors` hears of what broke. */
export function happen(world: World, ledger: Ledger, event: Happening): void {
  if (isOnTab(event)) {
    const tab = tabOf(world, event.tab)
    void onTab(world, ledger, event, tab).catch((error: unknown) => {
      if (tab.device.hasBeenFull && isQuotaError(error)) return
      world.errors.push(`${event.what} on ${tab.name} threw ${describe(error)}`)
    })
  } else {
    toTheWorld(world, ledger, event)
  }
}

const isOnTab = (event: Happening): event is OnTab => 'tab' in event

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)

function toTheWorld(world: World, ledger: Ledger, event: Exclude<Happening, OnTab>): void {
  const { server, devices, turns } = world
  switch (event.what) {
    case 'reboot':
      for (const tab of devices[event.device]!.tabs) tab.kill()
      return
    case 'link':
      devices[event.device]!.network.link = event.link
      return
    case 'clock':
      devices[event.device]!.clockError = event.error
      noteClock(devices[event.device]!, ledger)
      return
    case 'fill':
      devices[event.device]!.fill()
      return
    case 'free':
      devices[event.device]!.disk.isFull = false
      return
    case 'sleep':
      return turns.sleep(event.hours * 3_600_000)
    case 'server':
      return server.do(event.does, event.isNewer)
  }
}

type OnPage = Extract<OnTab, { what: 'kill' | 'freeze' | 'thaw' }>
type OnEntry = Extract<OnTab, { entry: number }>

const isOnPage = (event: OnTab): event is OnPage =>
  event.what === 'kill' || event.what === 'freeze' || event.what === 'thaw'
const isOnEntry = (event: OnTab): event is OnEntry => 'entry' in event

async function onTab(world: World, ledger: Ledger, event: OnTab, tab: Tab): Promise<void> {
  if (isOnPage(event)) return toThePage(event, tab)
  const phone = await tab.open()
  const doing: Doing = { world, ledger, tab, phone, person: personOf(event.tab) }
  return isOnEntry(event) ? toAnEntry(doing, event) : toTheJournal(doing, event)
}

function toThePage(event: OnPage, tab: Tab): void {
  switch (event.what) {
    case 'kill':
      if (event.when === 'now') tab.kill()
      else if (tab.held) tab.held.doom = event.when
      return
    case 'freeze':
      return tab.freeze()
    case 'thaw':
      return tab.thaw()
  }
}

async function toTheJournal(doing: Doing, event: Exclude<OnTab, OnPage | OnEntry>): Promise<void> {
  const { ledger, phone, tab } = doing
  switch (event.what) {
    case 'sync':
      await tab.sync(() => syncOnce(phone))
      return
    case 'wake':
      if (tab.isOpen) tab.wake(() => keepInSync(phone))
      return
    case 'rest':
      return tab.rest()
    case 'log':
      return log(doing, event)
    case 'draw':
      return draw(doing)
    case 'erase':
      return erase(doing)
    case 'rename':
      await sayName(
        phone,
        `${[people.first.name, people.second.name][doing.person]} ${ledger.freshText()}`,
      )
      return
    case 'choose-default': {
      ledger.hasDefault[doing.person] ||= event.sharing !== 'me'
      await chooseDefault(phone, event.sharing)
      return
    }
    case 'postpone': {
      const due = await dueSoon(phone)
      for (const id of due?.ids ?? []) {
        const choice = { with: 'default', opensFrom: Infinity } as const
        const begun = ledger.tick()
        ledger.books
          .get(id)
          ?.shares.push({ device: tab.device.name, choice, begun, ended: begun, heard: 'said' })
      }
      if (due) await postpone(phone, due)
      return
    }
    case 'look-into-week':
      return lookIntoWeek(phone, ledger)
    case 'begin-week':
      // From now on what either keeps for a week may open.
      for (const { shares } of ledger.books.values()) for (const act of shares) openAnyTime(act)
      return beginWeek(phone, ledger)
    case 'future':
      return fromTheFuture(doing)
    case 'newer-record':
      return writeRipple(doing)
  }
}

async function toAnEntry(doing: Doing, event: OnEntry): Promise<void> {
  const book = doing.ledger.choose(doing.person, event.entry)
  if (!book) return
  switch (event.what) {
    case 'write':
      return write(doing, book, event)
    case 'correct':
      return correct(doing, book, event)
    case 'delete':
      return remove(doing, book)
    case 'undo':
      return undo(doing, book)
    case 'share':
    case 'keep':
      return share(doing, book, event)
    case 'poison':
      return poison(doing, book, event)
    case 'newer':
      return writeNewer(doing, book)
  }
}

export interface Doing {
  readonly world: World
  readonly ledger: Ledger
  readonly tab: Tab
  readonly phone: Phone
  readonly person: 0 | 1
}

async function log({ ledger, tab, phone, person }: Doing, event: Of<'log'>): Promise<void> {
  const { clock, zone } = phone.runtime
  const at = event.ago === null ? undefined : toWhen(clock() - event.ago * 60_000, zone())
  ledger.unheardLogs[person] += 1
  const initial: ShareAct = {
    device: tab.device.name,
    choice: {
      with: 'default',
      opensFrom: ledger.weeks.length > 0 ? 0 : soonest(tab),
    },
    begun: ledger.tick(),
    ended: 0,
    heard: 'said',
  }
  const kept = await addEntry(phone, { kind: event.kind, ...(at === undefined ? {} : { at }) })
  ledger.unheardLogs[person] -= 1
  // They may have begun to look back on their week while it was being kept.
  if (ledger.weeks.length > 0) openAnyTime(initial)
  if (kept.ok) ledger.open(person, kept.id, initial)
}

const textsOf = (words: Words): string[] =>
  FIELDS.flatMap((field) => (words[field] === undefined ? [] : [words[field]]))

async function write({ ledger, phone, tab }: Doing, book: Book, event: Of<'write'>): Promise<void> {
  const seen = await readMoment(phone, book.id)
  if (!seen) return
  const { field } = event
  const text = ledger.freshText()
  const before = seen.words[field]
  const act: TextAct = {
    device: tab.device.name,
    field,
    text,
    over: before === undefined ? [] : [before],
    heard: 'unheard',
    isUndone: false,
  }
  book.texts.push(act)
  act.heard = heardAs(
    await editEntry(phone, book.id, {
      words: { ...seen.words, [field]: text },
      from: seen,
    }),
  )
}

async function correct({ phone }: Doing, book: Book, event: Of<'correct'>): Promise<void> {
  const seen = await readMoment(phone, book.id)
  if (!seen) return
  const { kind, at, intensity } = seen.move
  const move = {
    kind: { kind: KINDS[(KINDS.indexOf(kind) + 1) % KINDS.length]! },
    at: { at: toWhen(Date.parse(at) - 60_000, phone.runtime.zone()) },
    intensity: { intensity: INTENSITIES[(intensity ?? 0) % INTENSITIES.length]! },
  }[event.to]
  await editEntry(phone, book.id, { move, from: seen })
}

async function remove({ ledger, phone, tab }: Doing, book: Book): Promise<void> {
  const seen = await readMoment(phone, book.id)
  if (!seen) return
  const act: TextAct = {
    device: tab.device.name,
    field: null,
    text: null,
    over: textsOf(seen.words),
    heard: 'unheard',
    isUndone: false,
  }
  book.texts.push(act)
  ledger.deletes.set(`${tab.device.name}/${book.id}`, act)
  act.heard = heardAs(await deleteEntry(phone, book.id))
  // What was written on this device until then was on its screens as well.
  const before = book.texts.slice(0, book.texts.indexOf(act))
  const here = before.filter((each) => each.device === act.device && each.text !== null)
  act.over.push(...here.map((each) => each.text!))
}

async function undo({ ledger, phone, tab }: Doing, book: Book): Promise<void> {
  const act = ledger.deletes.get(`${tab.device.name}/${book.id}`)
  if (!act || act.heard !== 'said') return
  // Until it answers nobody knows whether it was in time.
  act.heard = 'unheard'
  const isBack = await undoDelete(phone, book.id)
  act.heard = 'said'
  // Asked once more, it is not a delete any more.
  act.isUndone ||= isBack
}

/**
 * The earliest at which it may open: nobody here chooses another day for the week. The couple's week is counted in the zone of whoever has the smaller
 * id, which is as good as chance here.
 */
const earliest = ({ device }: Pick<Tab, 'device'>, opens: Opens): number =>
  Math.min(
    ...[people.first, people.second].map(({ zone }) =>
      openingAt(
        device.earliestNow(),
        { reader: device.readerZone, week: { day: FIRST_DAY, hour: FIRST_HOUR, zone }, behind: 0 },
        opens,
      ),
    ),
  )

/** Its clock is set while it is asked: it may go by either. */
function noteClock(device: Device, ledger: Ledger): void {
  for (const { shares } of ledger.books.values()) {
    for (const { choice, heard, device: on } of shares) {
      if (on !== device.name || heard !== 'unheard' || choice.with === 'me') continue
      choice.opensFrom = Math.min(choice.opensFrom, soonest({ device }))
    }
  }
}

const soonest = (tab: Pick<Tab, 'device'>): number =>
  Math.min(earliest(tab, 'morning'), earliest(tab, 'week'))

/** What is kept for the week, or may be by its author's default, opens when they begin, whatever the hour. */
function openAnyTime({ choice }: ShareAct): void {
  if (choice.with === 'me' || (choice.with === 'us' && choice.opens === 'morning')) return
  choice.opensFrom = 0
}

async function share(
  { ledger, phone, tab }: Doing,
  book: Book,
  event: Of<'share'> | Of<'keep'>,
): Promise<void> {
  const act: ShareAct = {
    device: tab.device.name,
    choice:
      event.what === 'keep'
        ? { with: 'me' }
        : {
            with: 'us',
            opens: event.opens,
            words: event.words,
            // Now is now, whatever its clock shows.
            opensFrom:
              event.opens === 'now' || (event.opens === 'week' && ledger.weeks.length > 0)
                ? 0
                : earliest(tab, event.opens),
          },
    begun: ledger.tick(),
    ended: 0,
    heard: 'unheard',
  }
  book.shares.push(act)
  const choice =
    event.what === 'keep'
      ? ({ with: 'me', loops: true } as const)
      : ({ with: 'us', opens: event.opens, words: event.words } as const)
  act.heard = heardAs(await chooseSharing(phone, book.id, choice))
  act.ended = ledger.tick()
}

async function draw({ ledger, phone, person }: Doing): Promise<void> {
  const places = await readPlaces(phone)
  const moments = await readMoments(
    phone,
    places.slice(-10).map((each) => each.key),
  )
  const open = moments.filter(
    (each) =>
      'visible' in each && each.visible.to === 'us' && 'open' in each.visible && each.visible.open,
  )
  if (open.length < 2) return
  const name = ledger.freshText()
  const saved = await drawOwnLoop(
    phone,
    open.slice(-3).map((each) => each.key),
    name,
  )
  if (saved.ok) ledger.loops.set(name, { person, isErased: false })
}

async function erase({ ledger, phone }: Doing): Promise<void> {
  const mine = (await readOwnLoops(phone)).filter((each) => each.mine)
  const [loop] = mine
  const known = loop?.name === undefined ? undefined : ledger.loops.get(loop.name)
  if (!loop || !known) return
  const before = known.isErased
  known.isErased = null
  const saved = await removeOwnLoop(phone, loop.id)
  // Another tab may have been faster: then it says so itself.
  if (saved.ok) known.isErased = true
  else if (saved.reason !== 'gone') known.isErased = before
}

/** Something on the disk went wrong: a row that waits is not what the server takes. */
async function poison({ phone }: Doing, book: Book, { how }: Of<'poison'>): Promise<void> {
  const row = await phone.db.outbox.where('key').equals(ownKey(phone, book.id)).last()
  if (!row) return
  book.isPoisoned = true
  const envelope =
    how === 'epoch' ? { ...row.envelope, epoch: 99 } : { ...row.envelope, sealed: 'AAAA' }
  await phone.db.outbox.update(row.n, { envelope })
}
