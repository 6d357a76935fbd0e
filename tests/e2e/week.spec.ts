import type { Page } from '@playwright/test'
import { people } from '../people.ts'
import { findsNothing } from './axe.ts'
import { expect, test, testAsTwo } from './fixtures.ts'
import type { Phone } from './phone.ts'
import { log } from './taps.ts'
import { comeIn, isOn, place, press } from './walk.ts'

/** A week looked back on: on two phones, on one between the two with no network, and by one alone. */

const names = { first: people.first.name, second: people.second.name }
const [noa, remy] = [names.first, names.second]

testAsTwo(
  'two phones stay on the same step, and show what was sealed at the same time',
  async ({ phone }) => {
    test.setTimeout(240_000)
    const first = await phone(noa, { timezoneId: people.first.zone })
    const second = await phone(remy, { timezoneId: people.second.zone })
    const [a, b] = [first.page, second.page]
    await log(a, { shape: 'repair', open: 'now' })

    await comeIn(a)
    await press(a, /^Half an hour/)
    await press(a, /^Each on our own/)
    await isOn(a, `Waiting until ${remy} is calm enough too`)
    await b.goto('/week')
    await expect(b.getByText(`${noa} is ready for your week.`, { exact: false })).toBeVisible()
    await b.getByRole('link', { name: 'Come in' }).click()
    await press(b, 'Yes, calm enough')

    await isOn(a, `${noa}: something good about ${remy} this week`)
    await isOn(b, `${remy}: something good about ${noa} this week`)
    await a.getByRole('textbox').fill('the tea on Tuesday')
    await press(a, 'Done')
    await expect(a.getByText(`Put away until ${remy} is done too.`)).toBeVisible()
    await b.getByRole('textbox').fill('you came back into the room')
    await expect(b.getByText('the tea on Tuesday')).toHaveCount(0)
    await press(b, 'Done')
    for (const page of [a, b]) {
      await expect(page.getByText('the tea on Tuesday')).toBeVisible()
      await expect(page.getByText('you came back into the room')).toBeVisible()
    }

    // Either goes on, and both are there.
    await press(b, 'Go on')
    for (const page of [a, b]) {
      await isOn(page, 'The week at a glance')
      await expect(page.getByText(turnedBack)).toBeVisible()
    }
    await press(a, 'Go on')
    for (const page of [a, b]) await isOn(page, 'One thing to look at slowly')
    await b.getByText('Something that is not written here').click()
    await expect(a.getByLabel('Something that is not written here')).toBeChecked()
    await a.getByRole('radio', { name: remy }).click()
    await expect(b.getByRole('radio', { name: remy })).toBeChecked()
    await press(b, 'Go on')
    for (const title of [
      `${remy} tells`,
      `${noa} says back`,
      `${noa} tells`,
      `${remy} says back`,
    ]) {
      for (const page of [a, b]) await isOn(page, title)
      await press(a, 'Go on')
    }

    // One writes while the other goes on, and is not pulled out of the sentence.
    await isOn(b, `${remy}: what was underneath?`)
    await b.getByRole('textbox').fill('I was afraid it was too')
    await isOn(a, `${noa}: what was underneath?`)
    await press(a, 'Go on')
    await isOn(a, `${noa}: what helped?`)
    await expect(
      b.getByText(`${noa} has gone on to the next step.`, { exact: false }),
    ).toBeVisible()
    await b.getByRole('textbox').fill('I was afraid it was too late')
    await press(b, 'Go on')
    await isOn(b, `${remy}: what helped?`)
    await press(b, 'Go on')

    // One phone is in a tunnel: it goes on there, and both meet again.
    for (const page of [a, b]) await isOn(page, 'One small experiment for the coming week')
    await second.offline(true)
    // A stream that is open already outlives the switch; started anew, the app finds no network.
    await b.reload()
    await isOn(b, 'One small experiment for the coming week')
    await a.getByLabel('What', { exact: true }).fill('ten minutes on the sofa')
    await press(a, 'every evening')
    await press(a, 'Go on')
    await isOn(a, `${noa}: how is it between you now?`)
    await isOn(b, 'One small experiment for the coming week')
    await second.offline(false)
    await isOn(b, `${remy}: how is it between you now?`)

    await place(a, 6)
    await press(a, 'Done')
    await place(b, -6)
    await press(b, 'Done')
    for (const page of [a, b]) {
      await expect(page.getByText(`${noa}: rather close`)).toBeVisible()
      await expect(page.getByText(`${remy}: rather far`)).toBeVisible()
    }
    await press(a, 'Go on')
    for (const page of [a, b]) {
      await isOn(page, 'That was the week')
      await expect(page.getByText('ten minutes on the sofa')).toBeVisible()
    }
    await press(b, 'Done')
    await b.getByRole('link', { name: 'Read it again' }).click()
    await expect(b.getByText('I was afraid it was too late')).toBeVisible()
    await expect(b.getByText('the tea on Tuesday')).toBeVisible()
  },
)

const turnedBack = new RegExp(`(${noa} and ${remy}|${remy} and ${noa}) turned back .* today`)

testAsTwo(
  'on one phone it works with no network, shows only what both may see, and only a hold leaves',
  async ({ phone, server }) => {
    test.setTimeout(240_000)
    const shared = await phone(noa)
    const other = await phone(remy)
    await log(shared.page, { shape: 'withdraw', note: 'quillfeather, for me alone' })
    await shared.page.goto('/week')
    await isKept(shared.page)
    await server.stop()

    const { page } = shared
    const beside = await page.context().newPage()
    await beside.goto('/now')
    await isThere(beside)
    await page.bringToFront()
    await comeIn(page)
    await findsNothing(page, 'how much time')
    await press(page, /^Half an hour/)
    // Stopped on the way in it ends kindly too, and asks again where it is taken up.
    await press(page, 'Let’s stop here')
    await isOn(page, 'That is enough for today')
    await press(page, 'Go on after all')
    await isOn(page, 'On one phone, or on two?')
    await expect(page.getByText(`If ${remy} kept something`, { exact: false })).toBeVisible()
    await press(page, /^This phone, between us/)
    await isOn(page, /something good about/)
    // What was open beside it shows the same.
    await isOn(beside, /something good about/)
    await expect(beside.getByRole('navigation')).toHaveCount(0)
    await beside.close()
    // No places, no circles; Back, a reload and another address lead nowhere else.
    await expect(page.getByRole('navigation')).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Us', exact: false })).toHaveCount(0)
    await page.getByRole('textbox').fill('half a sentence')
    await page.goBack().catch(() => null)
    await isOn(page, /something good about/)
    await page.goto('/now')
    await isOn(page, /something good about/)
    await expect(page.getByRole('textbox')).toHaveValue('half a sentence')

    await press(page, 'Done')
    await isOn(page, /^Pass to/)
    await expect(page.getByText('half a sentence')).toHaveCount(0)
    await press(page, /has the phone$/)
    await page.getByRole('textbox').fill('the other half')
    await press(page, 'Done')
    await press(page, `${noa}: Show`)
    await expect(page.getByText('half a sentence')).toHaveCount(0)
    await findsNothing(page, 'both are done')
    await press(page, `${remy}: Show`)
    await expect(page.getByText('half a sentence')).toBeVisible()
    await press(page, 'Go on')

    await isOn(page, 'The week at a glance')
    await press(page, 'Go on')
    await isOn(page, 'One thing to look at slowly')
    await expect(page.getByText('quillfeather', { exact: false })).toHaveCount(0)
    await expect(page.getByText('stepped back', { exact: false })).toHaveCount(0)
    // Nothing is looked at closely this week, and every step works all the same.
    await press(page, 'Go on')
    await isOn(page, /what helped\?$/)
    await press(page, 'Go on')
    await isOn(page, /what helped\?$/)
    await press(page, 'Go on')

    // The app is killed in the middle, and comes back between the two, to the same words.
    await isOn(page, 'One small experiment for the coming week')
    await page.getByLabel('What', { exact: true }).fill('a walk, without solving anything')
    await findsNothing(page, 'the experiment')
    const again = await shared.restart()
    await again.goto('/now')
    await isOn(again, 'One small experiment for the coming week')
    await expect(again.getByLabel('What', { exact: true })).toHaveValue(
      'a walk, without solving anything',
    )
    await press(again, 'Go on')

    await isOn(again, /how is it between you now\?$/)
    await expect(again.getByRole('slider').first()).toHaveAttribute(
      'aria-valuetext',
      'not placed yet',
    )
    await expect(again.getByRole('button', { name: 'Done' })).toBeDisabled()
    await place(again, 4)
    await press(again, 'Done')
    await press(again, /has the phone$/)
    await expect(again.getByRole('slider').first()).toHaveAttribute(
      'aria-valuetext',
      'not placed yet',
    )
    await press(again, 'Rather not this time')
    await isOn(again, 'Not this time')
    await press(again, 'Go on')
    await isOn(again, 'That was the week')

    // A slip of the thumb does not leave; a second does.
    const hold = again.getByRole('button', { name: `Hold to go back to ${noa}’s journal` })
    await hold.click()
    await isOn(again, 'That was the week')
    await hold.focus()
    await again.keyboard.down('Enter')
    await isOn(again, 'Week')
    await again.keyboard.up('Enter')
    await expect(again.getByRole('navigation', { name: 'Places' })).toBeVisible()

    // The other reads it on their own phone, and makes their words their own.
    await server.start()
    await other.page.goto('/week')
    await other.page.getByRole('link', { name: 'Read it again' }).click({ timeout: 60_000 })
    await expect(other.page.getByText('the other half')).toBeVisible()
    await press(other.page, 'Make these words mine too')
    await expect(other.page.getByText('They are yours now too.')).toBeVisible()
    await expect(other.page.getByText('quillfeather', { exact: false })).toHaveCount(0)
    await findsNothing(other.page, 'a week that was')
  },
)

test('alone it is a short walk for one, by keyboard, left and taken up again', async ({
  phone,
}) => {
  test.setTimeout(120_000)
  const mine: Phone = await phone('mine')
  const { page } = mine
  await page.goto('/week/day')
  await page.getByLabel('Friday').click()
  await expect(page.getByText('Kept.')).toBeVisible()
  await findsNothing(page, 'the day')
  await page.goto('/week')
  await expect(page.getByRole('link', { name: 'Your day: Friday' })).toBeVisible()
  await findsNothing(page, 'the doorway')

  await comeIn(page)
  await isOn(page, 'Something good in this week')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  // The keyboard alone: the field, the way on, and out.
  await tabTo(page, 'In a few words')
  await page.keyboard.type('the sea')
  await tabTo(page, 'Let’s stop here')
  await page.keyboard.press('Enter')
  await isOn(page, 'That is enough for today')
  await findsNothing(page, 'stopped')
  await press(page, 'Done')
  await expect(page.getByText('You stopped part of the way.', { exact: false })).toBeVisible()

  await comeIn(page)
  await expect(page.getByRole('textbox')).toHaveValue('the sea')
  for (const title of [
    'The week at a glance',
    'One thing to look at',
    'What helped?',
    'One small experiment for the coming week',
    'That was your week',
  ]) {
    await press(page, 'Go on')
    await isOn(page, title)
  }
  await press(page, 'Done')
  await page.getByRole('link', { name: 'Read it again' }).click()
  await expect(page.getByText('the sea')).toBeVisible()
  expect(mine.errors).toEqual([])
})

/** Walks the focus with the keyboard until it is on something of that name. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let n = 0; n < 12; n += 1) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    const text = await focused.evaluate((element) => {
      const labels = (element as HTMLInputElement).labels
      return labels?.[0]?.textContent ?? element.textContent ?? ''
    })
    if (text.trim() === name) return
  }
  throw new Error(`The keyboard does not reach ${name}`)
}

/** Now stands, with a phone behind it. */
async function isThere(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeVisible()
}

async function isKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
}
