import type { Page } from '@playwright/test'
import { takePhone } from '../../e2e/phone.ts'
import { type Figure, quantile } from '../figures.ts'
import type { Shown } from './instant.ts'
import { onBare, type Stage } from './stage.ts'

/** From a reload to the newest 50 of a long journal; the bound reads them from raw IndexedDB. */
export async function measureReload(stage: Stage, reloads: number): Promise<Figure[]> {
  const { noa, bare, pages } = stage
  const raw = await takePhone('raw', bare.url)
  try {
    await raw.page.goto('/')
    await onBare(raw.page, (bench, texts) => bench.fill(texts), pages)
    const [ours, bounds]: [Shown[], Shown[]] = [[], []]
    for (let n = 0; n <= reloads; n += 1) {
      const [here, there] = [await show(noa.page, '/bench/index.html'), await show(raw.page, '/')]
      if (n === 0) continue
      ours.push(here)
      bounds.push(there)
    }
    const whole = (all: readonly Shown[]) =>
      quantile(
        all.map(({ drawn }) => drawn),
        0.5,
      )
    const own = (all: readonly Shown[]) =>
      quantile(
        all.map(({ drawn, script }) => drawn - script),
        0.5,
      )
    return [
      {
        what: 'reload to the first 50',
        measured: whole(ours) / whole(bounds),
        bound: 2,
        unit: 'times',
        detail: `${whole(ours).toFixed(0)} ms to ${whole(bounds).toFixed(0)} ms, of which reading ${own(ours).toFixed(0)} to ${own(bounds).toFixed(0)}; ${reloads} reloads`,
      },
    ]
  } finally {
    await raw.remove()
  }
}

async function show(page: Page, path: string): Promise<Shown> {
  await page.goto('about:blank')
  await page.goto(`${path}#show`)
  return page.evaluate(() => Reflect.get(globalThis, 'shown') as Promise<Shown>)
}
