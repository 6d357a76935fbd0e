import { expect, type Page } from '@playwright/test'

/** What a thumb does, in the words on the screen. */

export const SHAPES = {
  trigger: 'Something set me off',
  pursue: 'I reached for you',
  withdraw: 'I stepped back',
  repair: 'I turned back to you',
} as const
export type Shape = keyof typeof SHAPES

export interface Logged {
  readonly shape: Shape
  /** Date and time as the two fields take them. */
  readonly day?: string
  readonly time?: string
  readonly note?: string
  /** Opens it at once, with its note; otherwise it stays with its author, or cools until the morning. */
  readonly open?: 'now' | 'morning'
}

/** Logs one moment, from the two taps to the choice of who may see it. */
export async function log(page: Page, moment: Logged): Promise<void> {
  await page.getByRole('link', { name: 'Now', exact: true }).click()
  await page.getByRole('button', { name: SHAPES[moment.shape] }).click()
  await expect(page.getByText('Kept. Only you can see it.')).toBeVisible()
  if (!moment.time && !moment.note && !moment.open) return
  await page.getByRole('link', { name: 'Add a little more' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('heading', { name: 'When was it?' })).toBeVisible()
  if (moment.day) await page.getByLabel('Day', { exact: true }).fill(moment.day)
  if (moment.time) await page.getByLabel('Time', { exact: true }).fill(moment.time)
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('heading', { name: 'Anything you want to note?' })).toBeVisible()
  if (moment.note) await page.getByRole('textbox').fill(moment.note)
  if (!moment.open) {
    await page.getByRole('button', { name: 'Enough for now' }).click()
    await expect(page.getByRole('button', { name: SHAPES.pursue })).toBeVisible()
    return
  }
  await goToSharing(page)
  const choice = moment.open === 'now' ? 'Us, now' : /^Us, (?:tomorrow|this) morning/
  await page.getByText(choice, { exact: true }).click()
  if (moment.note) await page.getByText('The note', { exact: true }).click()
  await expect(page.getByText('This is what', { exact: false })).toBeVisible()
  await page
    .getByRole('button', {
      name: moment.open === 'now' ? 'Open it now' : /^Open it (?:tomorrow|this) morning/,
    })
    .click()
  await expect(page.getByRole('button', { name: SHAPES.pursue })).toBeVisible()
}

async function goToSharing(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'The whole moment' }).click()
  await page.getByRole('link', { name: 'Change who may see it' }).click()
  await expect(page.getByRole('heading', { name: 'Who may see it?' })).toBeVisible()
}

/**
 * Pairs two phones by link: one invites, the other opens the link and joins, both compare. Answers the link.
 */
export async function pairByLink(
  first: Page,
  second: Page,
  names: { readonly first: string; readonly second: string },
): Promise<string> {
  await first.goto('/us/pairing')
  await first.getByLabel('Your name, as the other will see it').fill(names.first)
  await first.getByRole('button', { name: 'Make an invite' }).click()
  const link = (await first.locator('code').first().textContent()) ?? ''
  expect(link).toContain('/join#')
  await second.goto(link)
  await second.getByLabel('Your name, as the other will see it').fill(names.second)
  await second.getByRole('button', { name: `Join ${names.first}` }).click()
  // Both look at the same six pictures, and say so.
  const seen: string[][] = []
  for (const page of [first, second]) {
    const six = page.getByRole('list', { name: 'Six pictures to compare' }).getByRole('listitem')
    await expect(six).toHaveCount(6)
    seen.push(await six.allInnerTexts())
    await page.getByRole('button', { name: 'They are the same' }).click()
  }
  expect(seen[0]).toEqual(seen[1])
  await expect(first.getByText('You are two here now.', { exact: false })).toBeVisible()
  await expect(second.getByText('You are two here now.', { exact: false })).toBeVisible()
  return link
}
