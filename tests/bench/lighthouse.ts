import { chromium } from '@playwright/test'
import lighthouse from 'lighthouse'
import { chosenChromium, FLAGS } from '../chromium.ts'
import { startServer } from '../e2e/server.ts'
import { type Figure, quantile } from './figures.ts'

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const

/**
 * Lighthouse over the first screen as a new person meets it, on its mobile profile. What counts is how
 * many points each category lacks; of several runs the median, because a busy moment costs points.
 */
export async function measureLighthouse(runs: number): Promise<Figure[]> {
  const server = await startServer()
  const port = 8830 + (process.pid % 10)
  const browser = await chromium.launch({
    ...chosenChromium(),
    args: [...FLAGS, `--remote-debugging-port=${port}`],
  })
  try {
    const lacking = new Map<string, number[]>(CATEGORIES.map((each) => [each, []]))
    const wrong = new Set<string>()
    for (let run = 0; run < runs; run += 1) {
      const result = await lighthouse(`${server.url}/`, {
        port,
        output: 'json',
        logLevel: 'error',
        onlyCategories: [...CATEGORIES],
      })
      if (!result) throw new Error('Lighthouse gave no result.')
      const { categories, audits } = result.lhr
      for (const name of CATEGORIES) {
        const category = categories[name]
        if (!category) throw new Error(`Lighthouse did not look at ${name}.`)
        lacking.get(name)?.push(100 - Math.round((category.score ?? 0) * 100))
        for (const { id, weight } of category.auditRefs) {
          const audit = audits[id]
          if (weight > 0 && audit?.score != null && audit.score < 0.9)
            wrong.add(`${id} ${audit.displayValue ?? ''}`.trim())
        }
      }
    }
    return CATEGORIES.map((name) => ({
      what: `Lighthouse, ${name}: points that lack to 100`,
      measured: quantile(lacking.get(name) ?? [], 0.5),
      bound: 0,
      unit: 'points',
      detail: `${runs} runs; ${name === 'performance' && wrong.size > 0 ? [...wrong].join(', ') : 'mobile'}`,
    }))
  } finally {
    await browser.close()
    await server.remove()
  }
}
