import { people } from '../people.ts'
import { findsNothing } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { log, pairByLink } from './taps.ts'

/** Axe over the screens a person meets, by day and by night. WCAG 2.2 AA. */

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing, ${colorScheme}`, async ({ phone }) => {
    test.setTimeout(180_000)
    const mine = await phone('mine', { colorScheme, reducedMotion: 'reduce' })
    const { page } = mine
    await page.goto('/')
    await findsNothing(page, 'Now, empty')
    await log(page, { shape: 'pursue', note: 'a note' })
    await findsNothing(page, 'Now, kept')
    await page.getByRole('button', { name: 'I stepped back' }).click()
    await page.getByRole('link', { name: 'Add a little more' }).click()
    await findsNothing(page, 'How strong')
    for (const path of [
      '/tide',
      '/week',
      '/us',
      '/us/pairing',
      '/us/devices',
      '/us/words',
      '/us/recover',
      '/us/journal',
      '/us/about',
      '/join',
    ]) {
      await page.goto(path)
      await findsNothing(page, path)
    }
    await page.goto('/demo/tide')
    await expect(page.getByRole('listitem').first()).toBeVisible()
    await findsNothing(page, 'the demo couple’s tide')
    const loop = page.locator('a[href*="/loop/"]').first()
    await loop.waitFor({ state: 'attached' })
    await page.goto((await loop.getAttribute('href')) ?? '')
    await page.getByText('Why this is drawn').click()
    await findsNothing(page, 'a loop')
  })
}

test('axe finds nothing on the way to being two', async ({ phone }) => {
  test.setTimeout(120_000)
  const first = await phone(people.first.name)
  const second = await phone(people.second.name)
  await pairByLink(first.page, second.page, {
    first: people.first.name,
    second: people.second.name,
  })
  await findsNothing(first.page, 'paired, the inviter')
  await findsNothing(second.page, 'paired, the one who joined')
  await first.page.goto('/us/server')
  await expect(first.page.getByText('The same as on this phone.')).toBeVisible()
  await findsNothing(first.page, 'what the server sees')
})
