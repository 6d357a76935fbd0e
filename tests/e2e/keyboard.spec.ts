import type { Locator, Page } from '@playwright/test'
import { people } from '../people.ts'
import { expect, test, testAsTwo } from './fixtures.ts'
import { isRight, SMALL } from './screens.ts'
import { SHAPES } from './taps.ts'
import { isOn } from './walk.ts'

/** The hot minute, the way to being two and a week without a finger, and what a screen reader is told. */

test('a moment is kept, told and promised back by keyboard alone', async ({ phone }) => {
  test.setTimeout(120_000)
  const { page } = await phone('keys', { hasTouch: false, isMobile: false })
  await page.goto('/now')
  await expect(page.getByRole('button', { name: SHAPES.trigger })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  for (const name of Object.values(SHAPES)) await tabTo(page, page.getByRole('button', { name }))
  await tabTo(page, page.getByRole('button', { name: SHAPES.withdraw }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Kept. Only you can see it.')).toBeVisible()
  // Whoever pressed it is still where they were.
  await expect(page.getByRole('button', { name: SHAPES.withdraw })).toBeFocused()

  await tabTo(page, page.getByRole('link', { name: 'Add a little more' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'How strong was it?' })).toBeFocused()
  await tabTo(page, page.getByRole('radio').first())
  for (let size = 0; size < 4; size += 1) await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'overwhelmingly' })).toBeChecked()
  await tabTo(page, page.getByRole('button', { name: 'Next' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'When was it?' })).toBeFocused()
  await tabTo(page, page.getByRole('button', { name: 'Next' }))
  await page.keyboard.press('Enter')
  // Writing is the only thing this one asks for.
  await expect(page.getByRole('heading', { name: 'Anything you want to note?' })).toBeVisible()
  await expect(page.getByRole('textbox')).toBeFocused()
  await page.keyboard.type('the door was louder than I meant')
  await tabTo(page, page.getByRole('button', { name: 'Enough for now' }))
  await page.keyboard.press('Enter')

  await tabTo(page, page.getByRole('button', { name: /^You stepped back/ }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('the door was louder than I meant')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('the door was louder than I meant')).toHaveCount(0)

  await page.reload()
  await tabTo(page, page.getByRole('button', { name: SHAPES.withdraw }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('link', { name: 'I’ll be back at …' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'I’ll be back at …' })).toBeFocused()
  await tabTo(page, page.getByRole('button', { name: 'In an hour' }))
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('heading', { name: /^You’ll be back (?:tomorrow )?at/ }),
  ).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Take the promise back' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'I’ll be back at …' })).toBeVisible()
})

test('two become two, and look back on their week, by keyboard alone', async ({ phone }) => {
  test.setTimeout(180_000)
  const names = { first: people.first.name, second: people.second.name }
  const byKeys = { ...SMALL, hasTouch: false, isMobile: false }
  const [first, second] = [await phone(names.first, byKeys), await phone(names.second, byKeys)]
  const [a, b] = [first.page, second.page]
  const ownName = (page: Page) => page.getByLabel('Your name, as the other will see it')

  await a.goto('/us/pairing')
  await tabTo(a, ownName(a))
  await a.keyboard.type(names.first)
  await press(a, 'Make an invite')
  // What was pressed is gone: the keys go on from the title of what has come.
  await expect(a.getByRole('heading', { name: 'Your invite is ready' })).toBeFocused()
  await isRight(a, 'an invite')
  await b.goto((await a.locator('code').first().textContent()) ?? '')
  await tabTo(b, ownName(b))
  await b.keyboard.type(names.second)
  await isRight(b, 'an invite, looked at')
  await press(b, `Join ${names.first}`)
  for (const page of [a, b]) {
    const six = page.getByRole('list', { name: 'Six pictures to compare' }).getByRole('listitem')
    await expect(six).toHaveCount(6)
    await expect(page.getByRole('heading', { name: /see the same six/ })).toBeFocused()
  }
  await isRight(a, 'six pictures')
  await press(a, 'They are the same')
  await press(b, 'They are the same')
  for (const page of [a, b]) await expect(page.getByText('You are two here now.')).toBeVisible()
  await isRight(b, 'paired')
  // Of several that exclude each other the keys reach the chosen one, and move from there.
  await tabTo(b, b.getByRole('radio', { checked: true }))
  await b.keyboard.press('ArrowUp')
  await expect(b.getByRole('radio').nth(1)).toBeChecked()
  await press(b, 'Go to Now')

  await b.goto('/week')
  await press(b, /^(Begin|Look back now)$/, 'link')
  for (const name of ['Yes, both of us', /^Half an hour/, /^This phone, between us/]) {
    await press(b, name)
  }
  await press(b, 'We say it out loud')
  const titles = [
    'Say it to each other now',
    'The week at a glance',
    'One thing to look at slowly',
    /what helped\?$/,
    /what helped\?$/,
    'One small experiment for the coming week',
  ]
  for (const title of titles) {
    await isOn(b, title)
    const said = await b.getByRole('heading', { level: 1 }).innerText()
    await press(b, 'Go on')
    await expect(b.getByRole('heading', { level: 1 })).not.toHaveText(said)
  }
  const [close, ...others] = await b.getByRole('slider').all()
  if (!close) throw new Error('no line to place')
  await tabTo(b, close)
  // The middle is a place too.
  await b.keyboard.press('Enter')
  await expect(close).toHaveAttribute('aria-valuetext', 'in between')
  for (const line of others) {
    await tabTo(b, line)
    for (let step = 0; step < 8; step += 1) await b.keyboard.press('ArrowRight')
  }
  await press(b, 'Done')
  await press(b, /has the phone$/)
  await press(b, 'Rather not this time')
  await isOn(b, 'Not this time')
  await press(b, 'Go on')
  await isOn(b, 'That was the week')
})

testAsTwo(
  'colours, phones, the journal and the way out are gone through by keyboard alone',
  async ({ phone }) => {
    testAsTwo.setTimeout(120_000)
    const { first, second } = people
    const { page } = await phone(first.name, { hasTouch: false, isMobile: false })
    await page.goto('/us')
    const isAt = (name: string) =>
      expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeFocused()
    const goBack = async () => {
      await tabTo(
        page,
        page.getByRole('main').getByRole('link', { name: 'Us', exact: true }),
        'Shift+Tab',
      )
      await page.keyboard.press('Enter')
      await isAt('Us')
    }

    await press(page, 'Your two colours', 'link')
    await isAt('Your two colours')
    // In the order in which they stand, each with its name; of those that exclude each other the chosen one.
    expect(await goThrough(page)).toEqual([
      '- radio "Ochre and violet" [checked]',
      expect.stringMatching(/^- radio "(Ochre|Violet)/),
    ])
    await goBack()
    await press(page, 'Your two colours', 'link')
    await tabTo(page, page.getByRole('radio', { name: 'Ochre and violet' }))
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('radio', { name: 'Copper and sea blue' })).toBeChecked()
    await expect(page.getByRole('status').filter({ hasText: 'Kept.' })).toBeVisible()
    await goBack()

    await press(page, 'My phones', 'link')
    await isAt('My phones')
    const name = page.getByRole('textbox', { name: 'Name' })
    await tabTo(page, page.locator('summary').filter({ hasText: /^Name$/ }))
    await page.keyboard.press('Enter')
    await tabTo(page, name)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('the one in the kitchen')
    await press(page, 'Keep this name')
    await expect(page.getByText('the one in the kitchen').first()).toBeVisible()
    await goBack()

    await press(page, 'Take my journal with me', 'link')
    await isAt('Take my journal with me')
    expect(await goThrough(page)).toEqual([
      '- button "Let it keep"',
      '- button "Save the file"',
      '- button "Choose a file"',
    ])
    await goBack()
    await press(page, 'Take my journal with me', 'link')
    const saved = page.waitForEvent('download')
    await press(page, 'Save the file')
    expect((await saved).suggestedFilename()).toMatch(/\.json$/)
    await expect(page.getByText('The file has been handed to your browser.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save the file' })).toBeFocused()
    await goBack()

    await press(page, 'Leaving, or deleting everything', 'link')
    await isAt('Leaving')
    await press(page, `Leave ${second.name}`)
    const sure = page.getByRole('alert').filter({ hasText: 'Leave now?' })
    await expect(sure).toBeFocused()
    expect(await goThrough(page, 2)).toEqual(['- button "Yes, leave"', '- button "Not now"'])
    await tabTo(page, page.getByRole('button', { name: 'Yes, leave' }), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await expect(page.getByText('You have left. What is here is yours.')).toBeFocused()
    // Nothing is deleted before the word is written.
    await expect(page.getByRole('button', { name: 'Delete everything' })).toBeDisabled()
    await tabTo(page, page.getByRole('textbox', { name: 'Write “delete” to go on' }))
    await page.keyboard.type('delete')
    await press(page, 'Delete everything')
    await expect(page.getByRole('button', { name: SHAPES.trigger })).toBeVisible()
  },
)

/** What the keys reach from here to the end of the screen, or `count` of it, as a screen reader is told. */
async function goThrough(page: Page, count = 20): Promise<string[]> {
  const said: string[] = []
  while (said.length < count) {
    await page.keyboard.press('Tab')
    const reached = page.getByRole('main').locator(':focus')
    if ((await reached.count()) === 0) break
    said.push((await reached.ariaSnapshot()).split('\n')[0]?.replace(/:( .*)?$/, '') ?? '')
  }
  return said
}

/** Goes to what is called so by Tab, and presses it by Enter. */
async function press(
  page: Page,
  name: string | RegExp,
  role: 'button' | 'link' = 'button',
): Promise<void> {
  await tabTo(page, page.getByRole(role, { name, exact: true }))
  await page.keyboard.press('Enter')
}

test('a screen reader hears four buttons, what was kept, and three places', async ({ phone }) => {
  const { page } = await phone('reader')
  await page.goto('/now')
  await page.getByRole('button', { name: SHAPES.withdraw }).click()
  await expect(page.getByText('Saved on this phone')).toBeVisible()
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - link "Skip to the content"
    - banner:
      - link /^Us. sharing/
    - main:
      - heading "What just happened?" [level=1]
      - paragraph: A tap keeps it. Only you can see it.
      - button "Something set me off"
      - button "I reached for you"
      - button "I stepped back"
      - button "I turned back to you"
      - status: Kept. Only you can see it.
      - button "Undo"
      - link "Add a little more"
      - link "I’ll be back at …"
      - link "Breathe for a minute"
      - region "Today":
        - heading "Today" [level=2]
        - list:
          - listitem:
            - button /You stepped back/
      - status: Saved on this phone
    - navigation "Places":
      - link "Now"
      - link "Tide"
      - link "Week"
  `)
  await page.getByRole('link', { name: 'Add a little more' }).click()
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - link "The whole moment"
      - heading "How strong was it?" [level=1]
      - paragraph: The one that feels nearest. You can leave it out.
      - group "How strong was it?":
        - radio "hardly"
        - radio "a little"
        - radio "clearly"
        - radio "strongly"
        - radio "overwhelmingly"
      - button "Enough for now"
      - button "Next"
  `)
})

/** Presses Tab until the focus is there, and looks whether one can see that it is. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press(key)
  }
  await expect(target).toBeFocused()
  const isSeen = await target.evaluate((element) => {
    // A radio is outlined by its line, and a slider by its thumb.
    const around = [element, element.closest('label'), element.parentElement]
    const outlined = around.filter((each) => each !== null)
    return outlined.some((each) => getComputedStyle(each).outlineStyle !== 'none')
  })
  expect(isSeen, 'the focus can be seen').toBe(true)
}
