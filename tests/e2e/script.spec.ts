import { writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { howMany, isLong } from '../hostile/scale.ts'
import { expect, test } from './fixtures.ts'
import { idOfPayload, journalOf, PAYLOADS } from './payloads.ts'
import { log, pairByLink } from './taps.ts'

/**
 * A script that tries to get in: through words, names, an imported journal, links and addresses. Nothing
 * of it runs. With both defences off, text that is only ever text and the page's rules, it does.
 */

const FEW = howMany(20, 1000)
const payloads = PAYLOADS.slice(0, FEW)

test(`none of ${FEW} payloads in words, imports, links and addresses runs`, async ({
  phone,
}, info) => {
  test.setTimeout(isLong ? 600_000 : 90_000)
  const { page } = await phone('mine')
  const dialogs = dismissDialogs(page)
  await bring(page, payloads, info.outputPath('journal.json'))
  expect(await showAll(page, payloads.length)).toEqual([])
  expect(await ran(page)).toBe(false)
  for (const place of ['/now', '/tide', '/week']) await open(page, place)
  for (const text of payloads.filter((_, n) => n % (isLong ? 17 : 5) === 0)) {
    const said = encodeURIComponent(text)
    for (const place of ['join#1', 'link#1']) await open(page, `/${place}${said}`)
    for (const place of ['entry/', 'loop/', 'week/', 'us/', 'now?name=']) {
      await walk(page, `/${place}${said}`)
    }
  }
  await page.goto('/us')
  await page.getByLabel('Your name').fill(payloads[0]?.slice(0, 40) ?? '')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await open(page, '/us')
  expect(dialogs).toEqual([])
})

// It takes two phones and a pairing: only the long run has the time.
if (isLong) {
  test('nor one in a name, or in words that one opens to the other', async ({ phone }) => {
    const [first, second] = [await phone('first'), await phone('second')]
    const dialogs = [first, second].flatMap(({ page }) => dismissDialogs(page))
    const [image = '', script = ''] = payloads
    await pairByLink(first.page, second.page, {
      first: image.slice(0, 40),
      second: script.slice(0, 40),
    })
    await log(first.page, { shape: 'pursue', note: `${image} №0.`, open: 'now' })
    await open(second.page, '/tide')
    await second.page.getByRole('button', { name: /reached/ }).click()
    await expect(second.page.getByText('№0.')).toBeVisible()
    for (const { page } of [first, second]) {
      expect(await ran(page)).toBe(false)
      await open(page, '/us')
    }
    expect(dialogs).toEqual([])
  })
}

test('drawn as markup it would run, were it not for the rules of the page', async ({
  phone,
}, info) => {
  const file = info.outputPath('journal.json')
  const some = payloads.slice(0, 3)
  const ruled = await phone('ruled')
  await ruled.context.addInitScript(drawTextAsMarkup)
  await bring(ruled.page, some, file)
  await showAll(ruled.page, some.length)
  expect(await ran(ruled.page)).toBe(false)
  const refused = await ruled.page.evaluate(() => (window as { refused?: number }).refused ?? 0)
  expect(refused).toBeGreaterThan(some.length)
  const careless = await phone('careless', { bypassCSP: true })
  await careless.context.addInitScript(drawTextAsMarkup)
  await bring(careless.page, some, file)
  await showAll(careless.page, some.length)
  await expect.poll(() => ran(careless.page)).toBe(true)
})

/** In the page: every text that React draws becomes markup, as in an app that does not know better. */
function drawTextAsMarkup(): void {
  const real = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent')
  Object.defineProperty(Node.prototype, 'textContent', {
    ...real,
    set(this: Node, text: string) {
      const world = window as { refused?: number }
      try {
        if (this instanceof HTMLElement && text?.includes('<')) this.innerHTML = text
        else real?.set?.call(this, text)
      } catch {
        world.refused = (world.refused ?? 0) + 1
        real?.set?.call(this, text)
      }
    },
  })
}

function dismissDialogs(page: Page): string[] {
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.message())
    void dialog.dismiss()
  })
  return asked
}

const ran = (page: Page): Promise<boolean> =>
  page.evaluate(() => (window as { ran?: number }).ran !== undefined)

async function open(page: Page, place: string): Promise<void> {
  await page.goto(place)
  await expect(page.locator('#root')).not.toBeEmpty()
  expect([place, await ran(page)]).toEqual([place, false])
}

/** Goes to an address inside the app: a server takes what looks like a file's name for one. */
async function walk(page: Page, place: string): Promise<void> {
  await page.evaluate(async (address) => {
    history.pushState(null, '', address)
    await new Promise((drawn) => setTimeout(drawn, 50))
  }, place)
  await expect(page.locator('#root')).not.toBeEmpty()
  expect([place, await ran(page)]).toEqual([place, false])
}

async function bring(page: Page, texts: readonly string[], file: string): Promise<void> {
  await writeFile(file, JSON.stringify(journalOf(texts)))
  await page.goto('/us/journal')
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(page.getByText('added.', { exact: false })).toBeVisible({ timeout: 60_000 })
}

/** Goes to every moment, without a page in between, and answers those whose note was not shown. */
async function showAll(page: Page, count: number): Promise<number[]> {
  const ids = Array.from({ length: count }, (_, n) => idOfPayload(n))
  return page.evaluate(async (all) => {
    const isShown = async (n: number): Promise<boolean> => {
      for (let tries = 0; tries < 200; tries += 1) {
        if (document.body.innerText.includes(`№${n}.`)) return true
        await new Promise((wake) => setTimeout(wake, 10))
      }
      return false
    }
    const unseen: number[] = []
    for (const [n, id] of all.entries()) {
      history.pushState(null, '', `/entry/${id}`)
      if (!(await isShown(n))) unseen.push(n)
    }
    return unseen
  }, ids)
}
