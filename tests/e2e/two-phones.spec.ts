import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { people } from '../people.ts'
import { expect, test } from './fixtures.ts'
import { log, pairByLink } from './taps.ts'

/** The main job, end to end: thumb, phone, API, the partner's screen. */

const names = { first: people.first.name, second: people.second.name }
/** Words nobody else would write, to look for where they must not be. */
const canary = (who: string, n: number) => `quillfeather ${who} ${n} zanzibarite`
const yesterday = () => new Date(Date.now() - 24 * 3600 * 1000).toISOString().slice(0, 10)

test('a first moment is kept in two taps, and is there when the phone comes back', async ({
  phone,
}) => {
  const mine = await phone('mine')
  await mine.page.goto('/')
  await log(mine.page, { shape: 'withdraw' })
  const page = await mine.restart()
  await page.goto('/')
  await expect(page.getByText('Saved on this phone').first()).toBeVisible()
  await expect(page.getByText('Today', { exact: false }).first()).toBeVisible()
})

test('two phones log while the server is gone, open to each other, and see the same', async ({
  phone,
  server,
}) => {
  test.setTimeout(240_000)
  const first = await phone(names.first)
  const second = await phone(names.second)
  await pairByLink(first.page, second.page, names)
  for (const { page } of [first, second]) {
    await page.goto('/now')
    await expect(page.getByRole('link', { name: 'Look around first' })).toHaveCount(0)
  }
  await first.page.evaluate(() => navigator.serviceWorker.ready)
  await second.page.evaluate(() => navigator.serviceWorker.ready)

  await server.stop()
  const day = yesterday()
  const moments = 3
  for (let n = 0; n < moments; n += 1) {
    await log(first.page, {
      shape: n === 0 ? 'trigger' : 'pursue',
      day,
      time: `1${n}:05`,
      note: canary('first', n),
      open: 'now',
    })
    await log(second.page, {
      shape: n === moments - 1 ? 'repair' : 'withdraw',
      day,
      time: `1${n}:35`,
      note: canary('second', n),
      open: 'now',
    })
  }
  await log(first.page, { shape: 'pursue', day, time: '18:00', note: canary('private', 1) })
  await log(first.page, { shape: 'withdraw', day, time: '18:10', open: 'morning' })
  await expect(first.page.getByText('Waiting for a network').first()).toBeVisible()

  const again = await first.restart()
  await again.goto('/now')
  await expect(again.getByText('Waiting for a network').first()).toBeVisible()

  await server.start()
  for (const page of [again, second.page]) {
    await expect(page.getByText('Waiting for a network')).toHaveCount(0, { timeout: 90_000 })
  }
  for (const [page, count] of [
    [again, 2 * moments + 2],
    [second.page, 2 * moments],
  ] as const) {
    await page.goto('/tide')
    await expect(page.getByRole('listitem')).not.toHaveCount(0)
    await expect.poll(() => countMoments(page)).toBe(count)
    await page.goto('/us/server')
    await expect(page.getByText('The same as on this phone.').first()).toBeVisible()
  }
  await second.page.goto('/tide')
  await expect(second.page.getByText(canary('private', 1))).toHaveCount(0)

  expect(server.output).not.toContain('quillfeather')
  await first.context.close()
  await second.context.close()
  for (const folder of [server.data, first.profile, second.profile]) {
    expect(await filesHolding(folder, 'quillfeather')).toEqual([])
  }
})

/** Moments on the timeline, whether drawn at the moment or not: the list says how many it has. */
async function countMoments(page: import('@playwright/test').Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('tideline')
        opening.addEventListener('error', () => reject(new Error('no database')))
        opening.addEventListener('success', () => {
          const db = opening.result
          const counting = db
            .transaction('records')
            .objectStore('records')
            .index('[at+key]')
            .count()
          counting.addEventListener('success', () => {
            db.close()
            resolve(counting.result)
          })
        })
      }),
  )
}

/** Files below a folder in which a text stands, as it is or in UTF-16. */
async function filesHolding(folder: string, text: string): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0))
    if (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'))) found.push(entry.name)
  }
  return found
}
