import type { Page } from '@playwright/test'
import Sqlite from 'better-sqlite3'
import { Random } from '../bench/couples/random.ts'
import { expect, test } from './fixtures.ts'
import { KILL_POINTS, live, readAll, type Said } from './kill.ts'
import { findsNothing } from './axe.ts'
import { countDrafts } from './drafts.ts'
import { type Phone, takePhone } from './phone.ts'
import { type Proxy, startProxy } from './proxy.ts'
import type { RunningServer } from './server.ts'
import { SHAPES } from './taps.ts'

/**
 * What happens to phones. `npm run test:phone-faults` kills two hundred browsers from a seed of its own;
 * here some of each kind die.
 */

const KILLS = Number(process.env['PHONE_KILLS'] ?? 2)
const SEED = Number(process.env['PHONE_SEED'] ?? 1)

/** A phone whose way to the server leads through a proxy that meddles. */
const behindProxy = test.extend<{ readonly between: Proxy; readonly mine: Phone }>({
  between: async ({ server }, provide) => {
    const proxy = await startProxy(server.url)
    await provide(proxy)
    await proxy.stop()
  },
  mine: async ({ between }, provide) => {
    const mine = await takePhone('mine', between.url)
    await provide(mine)
    await mine.remove()
  },
})

test('a browser that is killed while it writes and syncs has lost nothing that it called kept', async ({
  phone,
  server,
}) => {
  test.setTimeout(60_000 + KILLS * 30_000)
  const mine = await phone('mine')
  await backUp(mine.page)
  const random = new Random(SEED)
  const said: Said = { kept: new Set(), lives: 0 }
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Each point in turn, and from the second time on in any order.
    const point = kill < KILL_POINTS.length ? KILL_POINTS[kill]! : random.pick(KILL_POINTS)
    await live(mine, said, point)
    if ((kill + 1) % 50 === 0) {
      console.log(`seed ${SEED}: ${kill + 1} kills, ${said.kept.size} called kept`)
      expect(lost(said, await readAll(mine))).toEqual([])
    }
  }
  const all = await readAll(mine)
  expect(lost(said, all)).toEqual([])
  expect(said.kept.size).toBeGreaterThan(0)
  console.log(`seed ${SEED}: ${KILLS} kills, ${said.kept.size} called kept, ${all.size} there`)

  // A screen that says so before its disk does is found out.
  const early: Said = { kept: new Set(), lives: said.lives }
  await live(mine, early, { at: 'kept', after: 0 }, 'too-early')
  expect(lost(early, await readAll(mine))).toHaveLength(1)

  // What is there reaches the server, each once.
  await mine.page.goto('/now')
  await expect
    .poll(() => [...all].filter((id) => !idsAt(server).has(id)), { timeout: 60_000 })
    .toEqual([])
})

test('a phone whose database goes away under its hands keeps the next moment all the same', async ({
  server,
}) => {
  test.setTimeout(120_000)
  const mine = await takePhone('mine', server.url)
  try {
    await mine.context.addInitScript(holdHandles)
    await mine.page.goto('/now')
    expect(await keep(mine.page, 'trigger')).not.toBeNull()

    // Its connection, while it lay in a pocket.
    await mine.page.evaluate(() => (globalThis as Held).drop())
    await comeBack(mine.page)
    expect(await keep(mine.page, 'pursue')).not.toBeNull()

    // All that was in it: the browser needed the room.
    const devtools = await mine.context.newCDPSession(mine.page)
    const { origin } = new URL(mine.page.url())
    await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
    await comeBack(mine.page)
    const line = mine.page.getByText('This browser has cleared what Tideline kept here.', {
      exact: false,
    })
    await expect(line).toBeVisible()
    expect(await keep(mine.page, 'withdraw')).not.toBeNull()
    // Killed in the middle of a sentence: what was typed is part of the moment, though nobody opens its page again.
    await mine.page.getByRole('link', { name: 'Add a little more' }).click()
    for (let skipped = 0; skipped < 2; skipped += 1) {
      await mine.page.getByRole('button', { name: 'Next' }).click()
    }
    await mine.page.getByLabel('Anything you want to note?').fill('I could not find')
    await expect.poll(() => mine.page.evaluate(countDrafts, 'draft/')).toBe(1)
    await mine.kill()
    const page = await mine.restart()
    await page.addInitScript(holdHandles)
    await page.goto('/now')
    await page
      .getByRole('button', { name: /^You stepped back/ })
      .first()
      .click()
    await expect(page.getByText('I could not find')).toBeVisible()
    await expect.poll(() => page.evaluate(countDrafts, 'draft/')).toBe(0)
    await page.getByRole('button', { name: 'Go on without it' }).click()
    await expect(page.getByText('This browser has cleared', { exact: false })).toHaveCount(0)

    // A connection that nobody opens again: then it is not called kept.
    await page.evaluate(() => {
      Object.assign(IDBFactory.prototype, {
        open: () => {
          throw new DOMException('lost', 'UnknownError')
        },
      })
      ;(globalThis as Held).drop()
    })
    expect(await keep(page, 'repair')).toBeNull()
  } finally {
    await mine.remove()
  }
})

behindProxy(
  'of two tabs one listens; two that both lead send everything once; a silent stream is noticed',
  async ({ server, between, mine }) => {
    test.setTimeout(120_000)
    await backUp(mine.page)
    let streams = 0
    let rounds = 0
    mine.context.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (pathname === '/api/pokes') streams += 1
      if (pathname === '/api/feed') rounds += 1
    })
    const open = async (): Promise<Page> => {
      const page = await mine.context.newPage()
      await page.goto('/now')
      await page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/feed')
      return page
    }
    await mine.page.goto('about:blank')
    const [one, other] = [await open(), await open()]
    await expect.poll(() => streams).toBe(1)
    await one.close()
    await expect.poll(() => streams).toBe(2)
    await other.close()

    // Without locks both tabs lead.
    await mine.context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })
    })
    const leaders = [await open(), await open()] as const
    await expect.poll(() => streams).toBe(4)
    const [first, second] = leaders
    const kept = [
      ...(await Promise.all([keep(first, 'trigger'), keep(second, 'pursue')])),
      ...(await Promise.all([keep(first, 'withdraw'), keep(second, 'repair')])),
    ]
    await expect.poll(() => missingAt(server, kept)).toEqual([])
    for (const page of leaders) await page.close()

    // The stream of a phone that was asleep says nothing any more.
    between.meddle = (path) => (path === '/api/pokes' ? 'silent' : null)
    const asleep = await mine.context.newPage()
    await asleep.clock.install()
    await asleep.goto('/now')
    await expect.poll(() => streams).toBe(5)
    const before = rounds
    await comeBack(asleep)
    await expect.poll(() => rounds).toBeGreaterThan(before)
    await asleep.clock.fastForward(50_000)
    await expect.poll(() => asleep.clock.fastForward(2_000).then(() => streams)).toBeGreaterThan(5)
  },
)

behindProxy(
  'an API of another version stops nothing: what it refuses and what cannot be opened is shown, and tried again',
  async ({ server, between, mine }) => {
    test.setTimeout(120_000)
    await backUp(mine.page)
    // A newer one: fields, reasons and rows that this phone has never heard of.
    const refused = new Set<string>()
    between.meddle = (path, body) => {
      if (path === '/api/push') {
        const { results, ...rest } = body as { results: { id: string }[] }
        const [first] = results
        if (first && refused.size === 0) refused.add(first.id)
        const changed = results.map((each) =>
          refused.has(each.id) ? { ...each, result: 'refused', reason: 'moon' } : each,
        )
        return { body: { ...rest, results: changed, mood: 'new' } }
      }
      if (path !== '/api/feed') return null
      // What it refuses it does not have either, or the phone would be right to call it sent.
      const { rows, ...rest } = body as { rows: { record: { id: string } }[] }
      const kept = rows.filter(({ record }) => !refused.has(record.id))
      return { body: { ...rest, rows: [...kept, { seq: 9000, record: { v: 2 } }], mood: 'new' } }
    }
    await mine.page.goto('/now')
    expect(await keep(mine.page, 'trigger')).not.toBeNull()
    expect(await keep(mine.page, 'pursue')).not.toBeNull()
    await mine.page.goto('/us')
    await expect(
      mine.page.getByText('Something arrived that this phone cannot open.', { exact: false }),
    ).toBeVisible()
    await mine.page.getByRole('link', { name: 'Look at it' }).click()
    await expect(
      mine.page.getByText('was written by a newer Tideline', { exact: false }),
    ).toBeVisible()
    const [download] = await Promise.all([
      mine.page.waitForEvent('download'),
      mine.page.getByRole('button', { name: 'Save them as a file' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('tideline-unopened.json')
    await mine.page.getByRole('button', { name: 'Try again' }).click()
    await expect(mine.page.getByText('They were tried again.')).toBeVisible()
    await findsNothing(mine.page, 'what could not be opened')

    // Each start tries it again, and while it is on its way it is not among the refused.
    await expect(async () => {
      const tried = mine.page.waitForResponse(
        (answer) => new URL(answer.url()).pathname === '/api/push',
        { timeout: 10_000 },
      )
      await mine.page.goto('/us')
      await tried
      await mine.page
        .getByRole('link', { name: 'What could not be sent' })
        .click({ timeout: 5_000 })
    }).toPass({ timeout: 45_000 })
    await expect(
      mine.page.getByText('Something went wrong at the server', { exact: false }),
    ).toBeVisible()
    between.meddle = null
    await mine.page.getByRole('button', { name: 'Try again' }).click()
    await expect(mine.page.getByText('Everything could be sent.')).toBeVisible()

    // An older one: it knows no stream, and nothing of who belongs to whom.
    between.meddle = (path) =>
      path === '/api/pokes' || path === '/api/membership' ? 'not-found' : null
    await mine.page.goto('/now')
    const kept = await keep(mine.page, 'withdraw')
    await expect.poll(() => missingAt(server, [...refused, kept])).toEqual([])
  },
)

const lost = (said: Said, there: ReadonlySet<string>): string[] =>
  [...said.kept].filter((id) => !there.has(id))

/** Words on paper: from then on the journal is kept on the server, too. */
async function backUp(page: Page): Promise<void> {
  await page.goto('/us/words')
  await page.getByRole('button', { name: 'Show my twelve words' }).click()
  const words = page.getByRole('list', { name: 'The twelve words' }).getByRole('listitem')
  await expect(words).toHaveCount(12)
  const paper = (await words.allInnerTexts()).join(' ')
  await page.getByRole('button', { name: 'They are on paper' }).click()
  await page.getByLabel('The twelve words on your paper').fill(paper)
  await page.getByRole('button', { name: 'Compare them' }).click()
  await expect(page.getByText('not on this phone any more', { exact: false })).toBeVisible()
  const fed = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/feed')
  await page.goto('/now')
  await fed
}

/** Ids of all records that the server has. */
function idsAt({ data }: RunningServer): Set<string> {
  const database = new Sqlite(`${data}/tideline.sqlite`, { readonly: true })
  const ids = database.prepare('select id from records where deleted = 0').pluck().all()
  database.close()
  return new Set(ids as string[])
}

/** Taps a shape; the id of what the screen calls kept, or null when it says that it could not be. */
async function keep(page: Page, shape: keyof typeof SHAPES): Promise<string | null> {
  const before = await page.locator('a[href$="/strength"]').all()
  const known = await Promise.all(before.map((each) => each.getAttribute('href')))
  await page.getByRole('button', { name: SHAPES[shape] }).first().click()
  let id: string | null | undefined
  await expect(async () => {
    const said = (await page.locator('output').first().textContent()) ?? ''
    const href = await page
      .locator('a[href$="/strength"]')
      .first()
      .getAttribute('href', { timeout: 100 })
      .catch(() => null)
    if (said.startsWith('This could not be kept')) id = null
    else if (said.startsWith('Kept') && href !== null && !known.includes(href))
      id = href.split('/')[2]
    expect(id).not.toBeUndefined()
  }).toPass({ timeout: 15_000 })
  return id ?? null
}

/** Which of these the server does not have. */
const missingAt = (server: RunningServer, ids: readonly (string | null)[]): (string | null)[] =>
  ids.filter((id) => id === null || !idsAt(server).has(id))

/** The page is looked at again. */
const comeBack = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

type Held = typeof globalThis & { drop(): void }

/** Keeps the page's connections to its databases at hand, so that they can be dropped. */
function holdHandles(): void {
  const handles: IDBDatabase[] = []
  // oxlint-disable-next-line typescript/unbound-method -- called with the right `this` below
  const open = IDBFactory.prototype.open
  IDBFactory.prototype.open = function (...given) {
    const opening = open.apply(this, given)
    opening.addEventListener('success', () => handles.push(opening.result))
    return opening
  }
  const drop = () => {
    for (const each of handles.splice(0)) each.close()
  }
  Object.assign(globalThis, { drop })
}
