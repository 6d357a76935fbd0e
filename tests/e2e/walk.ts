import type { Page } from '@playwright/test'
import { people } from '../people.ts'
import { findsNothing } from './axe.ts'
import { expect } from './fixtures.ts'
import { holds, holdsEverywhere } from './screens.ts'

/** What two do who look back on their week, in the words on the screen. */

/** Comes in from the doorway and says that it is calm enough. */
export async function comeIn(page: Page): Promise<void> {
  await page.goto('/week')
  await page.getByRole('link', { name: /^(Begin|Look back now|Come in|Go on)$/ }).click()
  await page.getByRole('button', { name: /^Yes/ }).click()
}

const looked = new Set<string>()

/**
 * Waits for a screen, by its title; the first time, whoever's it is, axe finds nothing on it, and it holds on every
 * size of screen and in letters twice as large.
 */
export async function isOn(page: Page, title: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible()
  const { first, second } = people
  const screen = `${title}`.replaceAll(first.name, '').replaceAll(second.name, '')
  if (looked.has(screen)) return
  looked.add(screen)
  await findsNothing(page, `${title}`)
  const size = page.viewportSize()
  await holdsEverywhere(page, `${title}`)
  await holds(page, `${title}, letters twice as large`, { letters: '200%' })
  if (size) await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: null })
}

export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
}

/** Places the three lines by keyboard, so far from the middle. */
export async function place(page: Page, steps: number): Promise<void> {
  for (const slider of await page.getByRole('slider').all()) {
    await slider.focus()
    for (let n = 0; n < Math.abs(steps); n += 1) {
      await page.keyboard.press(steps < 0 ? 'ArrowLeft' : 'ArrowRight')
    }
  }
}
