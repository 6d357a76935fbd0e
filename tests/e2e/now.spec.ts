import type { Page } from '@playwright/test'
import { people } from '../people.ts'
import { findsNothing } from './axe.ts'
import { expect, test, testAsTwo } from './fixtures.ts'
import { log, SHAPES } from './taps.ts'

/** The minute after a moment, and the morning after it. */

const names = { first: people.first.name, second: people.second.name }

testAsTwo(
  'a pause is promised offline, seen by the other in their own time, and asked about once it is over',
  async ({ phone }) => {
    test.setTimeout(180_000)
    const first = await phone(names.first, { timezoneId: people.first.zone })
    const second = await phone(names.second, { timezoneId: people.second.zone })
    await first.page.goto('/now')
    await first.page.evaluate(() => navigator.serviceWorker.ready)
    await first.offline(true)

    await first.page.getByRole('button', { name: SHAPES.withdraw }).click()
    // Whoever breathes first still finds it.
    await first.page.getByRole('link', { name: 'Breathe for a minute' }).click()
    await first.page.getByRole('link', { name: 'Back to Now' }).click()
    await first.page.getByRole('button', { name: /^You stepped back/ }).click()
    await first.page.getByRole('link', { name: 'I’ll be back at …' }).click()
    await expect(
      first.page.getByText(`${names.second} gets the time at once`, { exact: false }),
    ).toBeVisible()
    await findsNothing(first.page, 'choosing when to be back')
    const soon = first.page.getByRole('button', { name: 'In twenty minutes' })
    const here = ((await soon.textContent()) ?? '').replace('In twenty minutes', '').trim()
    await soon.click()
    await expect(
      first.page.getByRole('heading', { name: `You’ll be back at ${here}.` }),
    ).toBeVisible()
    await expect(
      first.page.getByText('when this phone has a network', { exact: false }),
    ).toBeVisible()
    await findsNothing(first.page, 'a promised return')
    await first.page.getByRole('link', { name: 'Done' }).click()
    await expect(first.page.getByText(`You’ll be back at ${here}.`)).toBeVisible()

    await first.offline(false)
    const there = await inZone(second.page, here, people.first.zone)
    await second.page.goto('/now')
    await expect(
      second.page.getByText(`${names.first} needs a little while, and will be back`, {
        exact: false,
      }),
    ).toContainText(there, { timeout: 30_000 })
    await findsNothing(second.page, 'the other’s pause')

    // Twenty-five minutes later only its author is asked.
    for (const { page } of [first, second]) {
      const now = await page.evaluate(() => Date.now())
      await page.clock.setFixedTime(now + 25 * 60_000)
      await page.reload()
      await expect(page.getByRole('button', { name: SHAPES.repair })).toBeVisible()
    }
    const asked = first.page.getByText('Did you come back?', { exact: false })
    await expect(asked).toBeVisible()
    await findsNothing(first.page, 'being asked')
    await first.page.getByRole('button', { name: 'Yes, I came back' }).click()
    await expect(asked).toHaveCount(0)
    await expect(first.page.getByRole('button', { name: /^You turned back/ })).toBeVisible()
    await expect(second.page.getByText('needs a little while', { exact: false })).toHaveCount(0)
    await expect(second.page.getByText('Did you come back?', { exact: false })).toHaveCount(0)
  },
)

testAsTwo(
  'last night’s moment is met once in the morning, and what the other opened is said',
  async ({ phone }) => {
    test.setTimeout(180_000)
    const first = await phone(names.first)
    const second = await phone(names.second)
    await second.page.goto('/now')
    // In the evening, whatever the hour is here: told in the morning, it would be met at once.
    await first.page.clock.setFixedTime(new Date(`${yesterday()}T21:00:00Z`))
    await log(first.page, { shape: 'pursue', day: yesterday(), time: '19:02', open: 'now' })

    const opened = second.page.getByText(`${names.first} opened something to you.`)
    await expect(async () => {
      await second.page.goto('/now')
      await expect(opened).toBeVisible({ timeout: 2_000 })
    }).toPass({ timeout: 30_000 })
    // It stands right below the forms: nothing was tapped, so no place is kept for what that would say.
    const forms = await second.page.getByRole('button', { name: SHAPES.repair }).boundingBox()
    const card = await opened.boundingBox()
    expect((card?.y ?? 0) - (forms ? forms.y + forms.height : 0)).toBeLessThan(48)
    await second.page.getByRole('link', { name: 'See it on Tide' }).click()
    await expect(second.page.getByRole('button', { name: `${names.first} reached` })).toBeVisible()
    await second.page.getByRole('link', { name: 'Now', exact: true }).click()
    await expect(second.page.getByRole('button', { name: SHAPES.repair })).toBeVisible()
    await expect(opened).toHaveCount(0)

    const { page } = first
    await page.clock.setFixedTime(new Date(`${today()}T09:00:00Z`))
    await page.goto('/now')
    await expect(page.getByText('Last night, 19:02. Anything underneath?')).toBeVisible()
    await findsNothing(page, 'the morning after')
    // Whoever came to keep something has not used it up.
    await page.getByRole('button', { name: SHAPES.repair }).click()
    await expect(page.getByText('Kept. Only you can see it.')).toBeVisible()
    await expect(page.getByText('Anything underneath?', { exact: false })).toHaveCount(0)
    await page.goto('/now')
    await expect(page.getByText('Last night, 19:02. Anything underneath?')).toBeVisible()
    await page.getByRole('link', { name: 'Look at it' }).click()
    await page.getByRole('button', { name: 'no reply' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    const search = page.getByLabel('Look for a word, or write your own')
    await search.fill('reject')
    await page.getByRole('button', { name: 'rejected' }).click()
    await findsNothing(page, 'a word among many')
    await search.fill('adrift')
    await page.getByRole('button', { name: 'Add “adrift”' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'alone', exact: true }).click()
    // A word of one's own that was typed and not added is meant; a part of one that was looked for is not.
    await search.fill('hollow as a drum')
    const whole = new URL('.', page.url()).pathname.slice(0, -1)
    await page.getByRole('button', { name: 'Enough for now' }).click()
    await expect(page.getByRole('button', { name: SHAPES.repair })).toBeVisible()
    await page.goto(whole)
    await expect(page.getByText('hollow as a drum')).toBeVisible()
    await page.goto('/now')
    await expect(page.getByRole('button', { name: SHAPES.repair })).toBeVisible()
    await expect(page.getByText('Anything underneath?', { exact: false })).toHaveCount(0)
  },
)

test('a minute of breathing: offline, with and without movement, left at any time', async ({
  phone,
}) => {
  const { page, ...mine } = await phone('mine')
  await page.goto('/now')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  await mine.offline(true)
  await page.clock.install()
  await page.goto('/breathe')
  await expect(page.getByText('In', { exact: true })).toBeVisible()
  await page.clock.runFor(4_000)
  await expect(page.getByText('Out, slowly')).toBeVisible()
  await page.locator('summary', { hasText: 'Pace, movement, sound' }).click()
  await expect(page.getByLabel('A soft tone')).not.toBeChecked()
  await page.getByLabel('A soft tone').check()
  await page.getByLabel('Without movement').check()
  await findsNothing(page, 'breathing')
  await page.clock.runFor(60_000)
  await expect(page.getByText('That was a minute.')).toBeVisible()
  await page.getByRole('button', { name: 'Once more' }).click()
  await expect(page.getByText('In', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Back to Now' }).click()
  await expect(page.getByRole('button', { name: SHAPES.repair })).toBeVisible()
  expect(mine.errors).toEqual([])
})

test('a finger keeps a moment as it lifts, and none where it scrolls, slides away or is not alone', async ({
  phone,
}) => {
  const { page, context, errors } = await phone('mine', { viewport: { width: 390, height: 420 } })
  await page.goto('/now')
  await page.evaluate(() => {
    window.addEventListener('click', () => document.body.setAttribute('data-clicked', ''))
  })
  await page.getByRole('button', { name: SHAPES.repair }).tap()
  await expect(page.getByText('Kept. Only you can see it.')).toBeVisible()
  const browser = await context.newCDPSession(page)
  const fingers = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Point[]) =>
    browser.send('Input.dispatchTouchEvent', { type, touchPoints })
  const middleOfForm = async (): Promise<Point> => {
    await page.evaluate(() => window.scrollTo(0, 0))
    const form = await page.getByRole('button', { name: SHAPES.pursue }).boundingBox()
    if (!form) throw new Error('There is no form.')
    return { x: form.x + form.width / 2, y: form.y + form.height / 2 }
  }

  // Away over the screen's edge, upwards, and with a second finger.
  for (const [x, y] of [
    [-12, 0],
    [0, -12],
  ] as const) {
    const middle = await middleOfForm()
    await fingers('touchStart', middle)
    for (let step = 1; step <= 10; step++) {
      await fingers('touchMove', { x: middle.x + step * x, y: middle.y + step * y })
    }
    await fingers('touchEnd')
  }
  const middle = await middleOfForm()
  const beside = { x: middle.x + 20, y: middle.y }
  await fingers('touchStart', { ...middle, id: 0 })
  await fingers('touchStart', { ...middle, id: 0 }, { ...beside, id: 1 })
  await fingers('touchEnd')

  await page.getByRole('button', { name: SHAPES.withdraw }).tap()
  await expect(page.getByRole('button', { name: /^You stepped back/ })).toHaveCount(1)
  await expect(page.getByRole('button', { name: /^You turned back/ })).toHaveCount(1)
  await expect(page.getByRole('button', { name: /^You reached/ })).toHaveCount(0)
  // No click comes after it, which could hit what has come to stand under the finger.
  await expect(page.locator('body')).not.toHaveAttribute('data-clicked')
  expect(errors).toEqual([])
})

interface Point {
  readonly x: number
  readonly y: number
  readonly id?: number
}

const today = () => new Date().toISOString().slice(0, 10)
const yesterday = () => new Date(Date.now() - 24 * 3600 * 1000).toISOString().slice(0, 10)

/** What a clock in this page's zone shows when one in `zone` shows `time`. */
function inZone(page: Page, time: string, zone: string): Promise<string> {
  return page.evaluate(
    ([shown, from]) => {
      const format = new Intl.DateTimeFormat('en-GB', {
        hour: 'numeric',
        minute: '2-digit',
        timeZone: from,
      })
      const start = Math.ceil(Date.now() / 60_000) * 60_000
      for (let minute = 0; minute < 24 * 60; minute += 1) {
        const instant = start + minute * 60_000
        if (format.format(instant) !== shown) continue
        return new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit' }).format(
          instant,
        )
      }
      throw new Error(`no clock shows ${shown}`)
    },
    [time, zone] as const,
  )
}
