import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { longJournal } from '../long-journal.ts'
import { people } from '../people.ts'
import { expect, test } from './fixtures.ts'
import { log, pairByLink } from './taps.ts'

/** One journal on several devices, in a file, and somebody else's to look around in. */

const names = { first: people.first.name, second: people.second.name }

test('a second phone of one person gets everything, and both can write', async ({ phone }) => {
  test.setTimeout(180_000)
  const old = await phone('old')
  const fresh = await phone('fresh')
  await old.page.goto('/')
  await log(old.page, { shape: 'pursue', time: '00:01', note: 'from the old one' })
  await fresh.page.goto('/us/devices')
  await fresh.page.getByRole('button', { name: 'Show the code' }).click()
  const link = (await fresh.page.locator('code').first().textContent()) ?? ''
  await old.page.goto(link)
  await old.page.getByRole('button', { name: 'Go on' }).click()
  const six = (page: Page, name: string) => page.getByRole('list', { name }).getByRole('listitem')
  const here = six(old.page, 'Are these six on the new phone too?')
  const there = six(fresh.page, 'Are these six on your other phone too?')
  await expect(here).toHaveCount(6)
  await expect(there).toHaveCount(6)
  expect(await there.allInnerTexts()).toEqual(await here.allInnerTexts())
  await old.page.getByLabel('What to call it').fill('kitchen')
  const yes = old.page.getByRole('button', { name: 'Yes, add it' })
  await expect(yes).toBeDisabled()
  await old.page.getByLabel('It is mine alone', { exact: false }).check()
  await yes.click()
  await fresh.page.getByRole('button', { name: 'They are the same' }).click()
  await expect(old.page.getByText('“kitchen” is announced.', { exact: false })).toBeVisible()
  await old.page.goto('/us')
  await expect(
    old.page.getByText('“kitchen” is a new phone of yours.', { exact: false }),
  ).toBeVisible()
  // The keys would follow in a day; the twelve words bring them now.
  await old.page.goto('/us/words')
  await old.page.getByRole('button', { name: 'Show my twelve words' }).click()
  const words = old.page.getByRole('list', { name: 'The twelve words' }).getByRole('listitem')
  await expect(words).toHaveCount(12)
  const typed = (await words.allInnerTexts()).join(' ')
  await old.page.getByRole('button', { name: 'They are on paper' }).click()
  const paper = old.page.getByLabel('The twelve words on your paper')
  // A browser's dictionary may be somewhere else.
  await expect(paper).toHaveAttribute('spellcheck', 'false')
  await paper.fill(typed)
  await old.page.getByRole('button', { name: 'Compare them' }).click()
  await expect(old.page.getByText('not on this phone any more', { exact: false })).toBeVisible()
  await fresh.page.getByRole('link', { name: 'Use my twelve words instead' }).click()
  await fresh.page.getByLabel('The twelve words').fill(typed)
  await fresh.page.getByRole('button', { name: 'Bring my journal back' }).click()
  await fresh.page.getByRole('button', { name: 'Go to Now' }).click()
  await fresh.page.goto('/tide')
  await expect(fresh.page.getByText('reached', { exact: false }).first()).toBeVisible()
  await log(fresh.page, { shape: 'repair' })
  await old.page.goto('/tide')
  await expect(old.page.getByText('turned back', { exact: false }).first()).toBeVisible({
    timeout: 30_000,
  })
})

test('a journal leaves as a file and comes back, once', async ({ phone }, info) => {
  const from = await phone('from')
  const to = await phone('to')
  await from.page.goto('/')
  await log(from.page, { shape: 'withdraw', note: 'left the room' })
  await from.page.goto('/us/journal')
  const [download] = await Promise.all([
    from.page.waitForEvent('download'),
    from.page.getByRole('button', { name: 'Save the file' }).click(),
  ])
  const path = info.outputPath('journal.json')
  await download.saveAs(path)
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    format: 'tideline-journal',
    entries: [{ author: 'me', words: { note: 'left the room' } }],
  })
  // Where the browser has promised nothing, that is said once by itself, and afterwards where one asks.
  const mayClear = to.page.getByText('This browser may clear what it keeps', { exact: false })
  await to.page.goto('/us')
  await expect(mayClear).toBeVisible()
  await to.page.goto('/us')
  await expect(to.page.getByLabel('Your name')).toBeVisible()
  await expect(mayClear).toHaveCount(0)
  await to.page.goto('/us/journal')
  await expect(mayClear).toBeVisible()
  await to.page.setInputFiles('input[type=file]', path)
  await expect(to.page.getByText('One moment was added.')).toBeVisible()
  await to.page.setInputFiles('input[type=file]', path)
  await expect(to.page.getByText('One was already here.', { exact: false })).toBeVisible()
})

test('a journal of 10,000 moments opens at now and can be walked through', async ({
  phone,
}, info) => {
  test.setTimeout(240_000)
  const mine = await phone('mine')
  await mine.page.goto('/us/journal')
  await mine.page.setInputFiles('input[type=file]', {
    name: 'long.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(longJournal(10_000))),
  })
  await expect(mine.page.getByText('10000 moments were added.', { exact: false })).toBeVisible({
    timeout: 120_000,
  })
  await mine.page.goto('/tide')
  const rows = mine.page.getByRole('listitem')
  await expect(rows.first()).toBeVisible()
  // Only what is near the screen is drawn.
  expect(await rows.count()).toBeLessThan(200)
  await mine.page.mouse.wheel(0, -20_000)
  await expect(rows.first()).toBeVisible()
  await mine.page.screenshot({ path: info.outputPath('long.png') })
})

test('looking around first touches no server and no journal of one’s own', async ({
  phone,
  server,
}) => {
  const guest = await phone('guest')
  await guest.page.goto('/')
  await guest.page.getByRole('link', { name: 'Look around first' }).click()
  await expect(guest.page.getByText('made-up couple', { exact: false }).first()).toBeVisible()
  await expect(guest.page.getByRole('listitem').first()).toBeVisible()
  const databases = await guest.page.evaluate(() => indexedDB.databases())
  expect(databases.map((each) => each.name)).toContain('tideline-demo')
  expect(server.output).not.toContain('/api/people')
  await guest.page.goto('/now')
  await expect(guest.page.getByText('made-up couple', { exact: false })).toHaveCount(0)
})

test('an invite that has been used, or is not whole, is told so in plain words', async ({
  phone,
}) => {
  test.setTimeout(120_000)
  const first = await phone(names.first)
  const second = await phone(names.second)
  const third = await phone('third')
  const link = await pairByLink(first.page, second.page, names)
  await third.page.goto(link)
  await expect(third.page.getByRole('alert')).toBeVisible()
  expect(third.page.url()).not.toContain('#')
  await third.page.goto(link.slice(0, -5))
  await expect(third.page.getByRole('alert')).toBeVisible()
})
