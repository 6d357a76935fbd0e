import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { people } from '../people.ts'
import { expect, test, testAsTwo } from './fixtures.ts'
import { holdPasskey } from './passkey.ts'
import { log } from './taps.ts'

/** Locking, leaving quickly, leaving for good, and what a build says of itself. */

const PASSCODE = 'three quiet words'

async function setLock(page: Page): Promise<void> {
  await page.goto('/us/lock')
  await page.getByLabel('A passcode, at least six characters').fill(PASSCODE)
  await page.getByLabel('The same once more').fill(PASSCODE)
  await page.getByRole('button', { name: 'Lock with this passcode' }).click()
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible()
}

async function openLock(page: Page, passcode = PASSCODE): Promise<void> {
  await page.getByLabel('Your passcode').fill(passcode)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
}

/** Moments on the timeline, told by their form. */
const momentsOn = (page: Page) =>
  page.getByRole('button', { name: /reached|stepped back|turned back|set (me|you|them) off/i })

test('a locked phone shows nothing and gives everything back, loops and a draft too', async ({
  phone,
}) => {
  const mine = await phone('mine')
  await mine.page.goto('/')
  await log(mine.page, { shape: 'pursue', note: 'what the thief wants' })
  await setLock(mine.page)
  const page = await mine.restart()
  // Before its first page: a clock that is exchanged under a page may cut off where it goes next.
  await page.clock.install()
  await page.goto('/tide')
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Tide' })).toBeHidden()
  await openLock(page, 'not it at all')
  await expect(page.getByText('That was not it.')).toBeVisible()
  await openLock(page)
  await expect(momentsOn(page)).toHaveCount(1)
  await page.goto('/us/lock')
  await openLock(page)
  await expect(page.getByText('The lock is on.')).toBeVisible()
  // It locks itself after five minutes in which nothing was touched, and not before.
  await page.clock.fastForward('04:30')
  await page.keyboard.press('Shift')
  await page.clock.fastForward('04:30')
  await expect(page.getByText('The lock is on.')).toBeVisible()
  // What counts the minutes comes after the screen, on a busy machine after the first of them.
  await expect(async () => {
    // Something comes, and the page moves by itself: that is no hand.
    await page.evaluate(() => window.scrollBy(0, window.scrollY > 0 ? -9 : 9))
    await page.clock.fastForward('00:31')
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 30_000 })
  await openLock(page)
  // Two minutes with the phone as it lies there take nothing from it, and leave its lock as it is.
  for (const [row, act] of [
    ['Take my journal with me', 'Save the file'],
    ['Twelve words', 'Show my twelve words'],
    ['Leaving, or deleting', 'Delete everything'],
    // A journal that is on no other phone yet would go to whoever reads the code, or whose words these are.
    ['My phones', 'Show the code'],
    ['My phones', 'Bring my journal back'],
    ['Lock Tideline', 'Set another'],
    ['Lock Tideline', 'Take the lock away'],
  ] as const) {
    await page.getByRole('link', { name: 'Us: sharing, devices, your journal' }).click()
    await page.getByRole('link', { name: row }).click()
    if (act.startsWith('Bring')) {
      await page.getByRole('link', { name: 'I have my twelve words' }).click()
      await page.getByLabel('The twelve words').fill('abandon '.repeat(11).concat('about'))
    }
    if (row.startsWith('Leaving')) await page.getByLabel('Write “delete” to go on').fill('delete')
    await page.getByRole('button', { name: act }).click()
    if (row.startsWith('Lock')) await page.getByRole('button', { name: act }).click()
    await expect(page.getByText('That was not it.')).toBeVisible()
  }
  await page.getByRole('button', { name: 'Not now' }).click()
  await page.getByText('after a quarter of an hour').click()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('That was not it.')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'after five minutes' })).toBeChecked()
  await page.getByRole('button', { name: 'Not now' }).click()
  await page.getByRole('button', { name: 'Take the lock away' }).click()
  await page.getByLabel('Your passcode for Tideline').fill(PASSCODE)
  await page.getByRole('button', { name: 'Take the lock away' }).click()
  await expect(page.getByRole('button', { name: 'Lock with this passcode' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Lock Tideline' })).toBeVisible()
  // A page that was open before there was a lock starts anew once there is one, and locks itself like any other.
  const other = await mine.context.newPage()
  await other.goto('/us/words')
  await expect(other.getByRole('button', { name: 'Show my twelve words' })).toBeVisible()
  await setLock(page)
  await expect(other.getByRole('heading', { name: 'Locked' })).toBeVisible()
  await expect(other.getByRole('button', { name: 'Show my twelve words' })).toHaveCount(0)
  await openLock(other)
  await expect(other.getByRole('button', { name: 'Show my twelve words' })).toBeVisible()
  await other.clock.fastForward('05:01')
  await expect(other.getByRole('heading', { name: 'Locked' })).toBeVisible()
  expect(mine.errors).toEqual([])
})

test('a passkey opens the lock; one that is refused leaves everything as it was, and says so', async ({
  phone,
  server,
}) => {
  const { page, context } = await phone('mine')
  const { refuse, exchange } = await holdPasskey(context, page)
  // A passkey belongs to a name, and an address of numbers is none.
  await page.goto(`${server.url.replace('127.0.0.1', 'localhost')}/us/lock`)
  const choose = page.getByRole('button', { name: 'Use a passkey instead' })
  await exchange(false)
  await choose.click()
  await expect(page.getByRole('alert')).toContainText('cannot keep a key for Tideline')
  await exchange(true)
  await refuse()
  await choose.click()
  await expect(page.getByRole('alert')).toContainText(
    'No passkey was shown, so nothing has changed.',
  )
  await exchange(true)
  await choose.click()
  const open = page.getByRole('button', { name: 'Open with your passkey' })
  await open.click()
  await expect(page.getByText('The lock is on.')).toBeVisible()
  await refuse()
  const remove = page.getByRole('button', { name: 'Take the lock away' })
  await remove.click()
  await remove.click()
  await expect(page.getByRole('alert')).toContainText('so nothing has changed')
  await page.reload()
  await open.click()
  await expect(page.getByRole('alert')).toContainText('Nothing here is lost')
  await expect(page.getByText('I cannot get in', { exact: true })).toBeVisible()
})

test('one tap, or Shift three times, and a page about bread stands there; Back does not undo it', async ({
  phone,
}) => {
  const { page } = await phone('mine')
  await page.goto('/demo/now')
  await page.getByRole('link', { name: 'Tide' }).click()
  await expect(page.getByRole('listitem').last()).toBeInViewport()
  // The timeline opens at its end, far below the top of the page: the way out is there all the same.
  const exit = page.getByRole('button', { name: 'Leave this page quickly' })
  await expect(exit).toBeInViewport()
  await exit.click()
  await expect(page).toHaveTitle('Overnight bread')
  expect(await page.evaluate(() => document.referrer)).toBe('')
  await page.goBack()
  await expect(page).toHaveTitle('Overnight bread')
  await page.goto('/week')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift')
  await expect(page).toHaveTitle('Overnight bread')
})

testAsTwo('one leaves, and the other finds out without a word', async ({ phone }) => {
  test.setTimeout(120_000)
  const [first, second] = [await phone(people.first.name), await phone(people.second.name)]
  await log(first.page, { shape: 'repair', note: 'for you', open: 'now' })
  await second.page.goto('/tide')
  await expect(momentsOn(second.page)).toHaveCount(1)
  const { page } = first
  await page.goto('/us/account')
  await page.getByText('Also take back what I opened').click()
  await page.getByRole('button', { name: `Leave ${people.second.name}` }).click()
  await page.getByRole('button', { name: 'Yes, leave' }).click()
  await expect(page.getByText('You have left. What is here is yours.')).toBeVisible()
  await expect(momentsOn(second.page)).toHaveCount(0)
  expect([...first.errors, ...second.errors]).toEqual([])
  await page.getByLabel('Write “delete” to go on').fill('delete')
  await page.getByRole('button', { name: 'Delete everything' }).click()
  await expect(page.getByText('What just happened?')).toBeVisible()
  await page.goto('/us')
  await expect(page.getByText('Share with one person')).toBeVisible()
  expect(second.errors).toEqual([])
})

test('every page comes with its rules, and every file is the one that was published', async ({
  server,
}) => {
  const { headers } = await fetch(server.url)
  const policy = headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(policy).not.toContain('unsafe')
  expect(Object.fromEntries(headers)).toMatchObject({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  expect(headers.get('strict-transport-security')).toBe(null)
  const overTls = await fetch(server.url, { headers: { 'x-forwarded-proto': 'https' } })
  expect(overTls.headers.get('strict-transport-security')).toContain('max-age=63072000')
  const published = await (await fetch(`${server.url}/hashes.txt`)).text()
  const lines = published.trimEnd().split('\n')
  const dist = join(import.meta.dirname, '../../dist')
  const files = (await readdir(dist, { recursive: true, withFileTypes: true })).filter((each) =>
    each.isFile(),
  )
  expect(lines).toHaveLength(files.length - 1)
  for (const line of lines) {
    const [hash, path] = line.split('  ')
    const served = new Uint8Array(await (await fetch(`${server.url}/${path}`)).arrayBuffer())
    const digest = await crypto.subtle.digest('SHA-256', served)
    expect([path, Buffer.from(digest).toString('hex')]).toEqual([path, hash])
    expect(served.length).toBe((await readFile(join(dist, path ?? ''))).length)
  }
})
