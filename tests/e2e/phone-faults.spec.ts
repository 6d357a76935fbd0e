import type { Page } from '@playwright/test'
import Sqlite from 'better-sqlite3'
import { Random } from '../bench/couples/random.ts'
import { expect, test } from './fixtures.ts'
import { KILL_POINTS, live, readAll, type Said } from './kill.ts'
import type { RunningServer } from './server.ts'

/**
 * What happens to phones. `npm run test:phone-faults` kills two hundred browsers from a seed of its own;
 * here some of each kind die.
 */

const KILLS = Number(process.env['PHONE_KILLS'] ?? 5)
const SEED = Number(process.env['PHONE_SEED'] ?? 1)

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

  // What is there reaches the server, each once.
  await mine.page.goto('/now')
  await expect
    .poll(() => [...all].filter((id) => !idsAt(server).has(id)), { timeout: 60_000 })
    .toEqual([])
})

const lost = (said: Said, there: ReadonlySet<string>): string[] =>
  [...said.kept].filter((id) => !there.has(id))

/** Words on paper: from then on the journal is kept on the server, too. */
async function backUp(page: Page): Promise<void> {
  await page.goto('/us/words')
  await page.getByRole('button', { name: 'Show my twelve words' }).click()
  await page.getByRole('button', { name: 'They are on paper' }).click()
  await page.goto('/now')
  await page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/feed')
}

/** Ids of all records that the server has. */
function idsAt({ data }: RunningServer): Set<string> {
  const database = new Sqlite(`${data}/tideline.sqlite`, { readonly: true })
  const ids = database.prepare('select id from records where deleted = 0').pluck().all()
  database.close()
  return new Set(ids as string[])
}
