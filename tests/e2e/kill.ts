import type { Page } from '@playwright/test'
import type { Phone } from './phone.ts'
import { SHAPES } from './taps.ts'

/**
 * A phone whose browser is killed while it writes and syncs, life after life on one profile. What its
 * screen called kept is compared with what is there in the end.
 */

/**
 * When the browser dies: so many ms after the finger, or after what it is seen to do. `kept` is the worst
 * moment there is: the screen has just said so.
 */
export const KILL_POINTS = [
  { at: 'tap', after: 0 },
  { at: 'kept', after: 0 },
  { at: 'push asked', after: 0 },
  { at: 'push answered', after: 0 },
  { at: 'tap', after: 20 },
  { at: 'feed answered', after: 0 },
  { at: 'kept', after: 5 },
  { at: 'tap', after: 5 },
  { at: 'push answered', after: 15 },
  { at: 'tap', after: 10 },
  { at: 'feed asked', after: 0 },
  { at: 'kept', after: 40 },
  { at: 'tap', after: 50 },
  { at: 'feed answered', after: 15 },
  { at: 'tap', after: 150 },
] as const
export type KillPoint = (typeof KILL_POINTS)[number]

/** What the screen has said so far. */
export interface Said {
  /** Ids of the moments that it called kept. */
  readonly kept: Set<string>
  lives: number
}

/** Every life begins this much earlier than the last: the same shape within a minute is one moment. */
const EARLIER = 90_000
/** A point that does not come: the phone had nothing to say to the server. */
const LONGEST_WAIT = 5_000

/**
 * One life: the app is opened, one shape is tapped, and at the point the browser is killed. Planted,
 * `too-early` calls a moment kept while it is still on its way to the disk.
 */
export async function live(
  phone: Phone,
  said: Said,
  point: KillPoint,
  planted: 'nothing' | 'too-early' = 'nothing',
): Promise<void> {
  const page = await phone.restart()
  const life = ++said.lives
  await page.addInitScript((earlier) => {
    const now = Date.now.bind(Date)
    Date.now = () => now() - earlier
  }, life * EARLIER)
  await page.addInitScript(planted === 'too-early' ? tellTooEarly : tellWhatIsKept)
  page.on('console', (message) => {
    const [word, id] = message.text().split(' ')
    if (word === 'kept' && id !== undefined) said.kept.add(id)
  })
  await page.goto('/now')
  const names = Object.values(SHAPES)
  const shape = page.getByRole('button', { name: names[life % names.length] ?? '' }).first()
  await shape.waitFor()
  const reached = reach(page, point)
  // Nobody waits for the finger: a browser that is gone never tells that it was lifted.
  void shape.tap({ noWaitAfter: true }).catch(() => undefined)
  await reached
  await phone.kill()
}

/** Tells the console each time the screen calls a moment kept, with its id. */
function tellWhatIsKept(): void {
  let last = ''
  new MutationObserver(() => {
    const line = document.querySelector('output')?.textContent ?? ''
    const more = document.querySelector<HTMLAnchorElement>('a[href$="/strength"]')
    const id = more?.pathname.split('/')[2]
    if (!line.startsWith('Kept') || id === undefined || id === last) return
    last = id
    // oxlint-disable-next-line no-console -- how it reaches whoever holds the knife
    console.info(`kept ${id}`)
  }).observe(document, { childList: true, subtree: true, characterData: true })
}

/** The same before it is so: the disk gets the moment a second later. */
function tellTooEarly(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with the right `this` below
  const add = IDBObjectStore.prototype.add
  IDBObjectStore.prototype.add = function (...given) {
    const [value] = given as [{ envelope?: { id: string } }]
    if (this.name === 'records' && value.envelope) {
      // oxlint-disable-next-line no-console -- how it reaches whoever holds the knife
      console.info(`kept ${value.envelope.id}`)
      const until = performance.now() + 1000
      while (performance.now() < until);
    }
    return add.apply(this, given)
  }
}

function reach(page: Page, { at, after }: KillPoint): Promise<void> {
  return new Promise((resolve) => {
    const isReached = () => setTimeout(resolve, after)
    setTimeout(resolve, LONGEST_WAIT)
    const [what, when] = at.split(' ')
    if (what === 'tap') isReached()
    if (what === 'kept') {
      page.on('console', (message) => message.text().startsWith('kept ') && isReached())
    }
    const isIt = (url: string) => new URL(url).pathname === `/api/${what}`
    if (when === 'asked') page.on('request', (request) => isIt(request.url()) && isReached())
    if (when === 'answered') page.on('response', (answer) => isIt(answer.url()) && isReached())
  })
}

/** Opens the phone once more and reads its whole journal, as its owner would take it along. */
export async function readAll(phone: Phone): Promise<Set<string>> {
  const page = await phone.restart()
  await page.goto('/us/journal')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the file' }).click(),
  ])
  const parts: Buffer[] = []
  for await (const part of await download.createReadStream()) parts.push(part as Buffer)
  const journal = JSON.parse(Buffer.concat(parts).toString()) as { entries: { id: string }[] }
  return new Set(journal.entries.map(({ id }) => id))
}
