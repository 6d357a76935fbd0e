import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { log, type Shape } from './taps.ts'

/** A thief with the folder of the browser's profile, while Tideline is locked. */

const SHAPES = ['trigger', 'pursue', 'withdraw', 'repair'] as const satisfies readonly Shape[]
const EACH = 250
const PASSCODE = 'three quiet words'

test('none of 1,000 canaries that were typed is found in the files of a locked phone', async ({
  phone,
}) => {
  test.setTimeout(120_000)
  const mine = await phone('mine')
  await mine.page.goto('/')
  const canaries: string[] = []
  for (const shape of SHAPES) {
    const typed = Array.from({ length: EACH }, () => randomUUID().slice(0, 13))
    canaries.push(...typed)
    await log(mine.page, { shape, note: typed.join(' ') })
  }
  await setLock(mine.page)
  // One text is left as it is where all the others lie sealed: a search that does not find it finds nothing.
  const control = randomUUID().slice(0, 13)
  await leaveUnsealed(mine.page, control)
  await mine.context.close()
  const files = await readProfile(mine.profile)
  expect(found(files, control)).toBe(true)
  expect(canaries).toHaveLength(1000)
  expect([...canaries, PASSCODE].filter((each) => found(files, each))).toEqual([])
  // And they are there: opened, they come back.
  const page = await mine.restart()
  await page.goto('/us/journal')
  await page.getByLabel('Your passcode').fill(PASSCODE)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByLabel('Your passcode for Tideline').fill(PASSCODE)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the file' }).click()
  const journal = await readFile(await (await download).path(), 'utf8')
  expect(canaries.filter((each) => !journal.includes(each))).toEqual([])
})

async function setLock(page: Page): Promise<void> {
  await page.goto('/us/lock')
  await page.getByLabel('A passcode, at least six characters').fill(PASSCODE)
  await page.getByLabel('The same once more').fill(PASSCODE)
  await page.getByRole('button', { name: 'Lock with this passcode' }).click()
  await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible()
}

/** What a build that forgot to seal would do: a text in a row of the journal's own database. */
async function leaveUnsealed(page: Page, text: string): Promise<void> {
  await page.evaluate(
    (value) =>
      new Promise<void>((resolve, reject) => {
        const asked = indexedDB.open('tideline')
        asked.addEventListener('error', () => reject(asked.error!))
        asked.addEventListener('success', () => {
          const writing = asked.result.transaction('state', 'readwrite', { durability: 'strict' })
          writing.objectStore('state').put({ name: 'control', value })
          writing.addEventListener('complete', () => {
            asked.result.close()
            resolve()
          })
        })
      }),
    text,
  )
}

/** Every file of the profile, as bytes. */
async function readProfile(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))))
}

/** Whether a text stands in a file, in either of the two ways a browser writes texts. */
const found = (files: readonly Buffer[], text: string): boolean =>
  files.some((file) => file.includes(text) || file.includes(Buffer.from(text, 'utf16le')))
