import type { Page } from '@playwright/test'
import { type Phone, takePhone } from '../e2e/phone.ts'
import { startServer } from '../e2e/server.ts'
import { serveBarePage } from './bare/serve.ts'
import { type Figure, quantile } from './figures.ts'

/** As Lighthouse has it: 150 ms there and back, 1.6 Mbit/s down, 0.75 up; in bytes a second. */
const SLOW_4G = { latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000 }

/**
 * The largest paint of a first visit, on a processor four times slower and a slow network, against the
 * bare page's. They take turns, each time with nothing kept from before.
 */
export async function measureFirstPaint(runs: number): Promise<Figure> {
  const server = await startServer()
  const site = await serveBarePage()
  const times = { tideline: [] as number[], bare: [] as number[] }
  try {
    for (let run = 0; run < runs; run += 1) {
      times.tideline.push(await visit(`${server.url}/now`))
      times.bare.push(await visit(site.url))
    }
  } finally {
    await server.remove()
    await site.remove()
  }
  const [ours, theirs] = [quantile(times.tideline, 0.5), quantile(times.bare, 0.5)]
  return {
    what: 'largest paint of a first visit, against a bare page',
    measured: ours / theirs,
    bound: 1.3,
    unit: 'times',
    detail: `${ours.toFixed(0)} ms to ${theirs.toFixed(0)} ms, ${runs} runs each, processor ÷ 4, slow 4G`,
  }
}

async function visit(url: string): Promise<number> {
  const phone = await takePhone('first', url, { serviceWorkers: 'block' })
  try {
    await slowDown(phone)
    await phone.page.goto(url)
    await phone.page.getByRole('button').first().waitFor()
    return await largestPaint(phone.page)
  } finally {
    await phone.remove()
  }
}

async function slowDown({ context, page }: Phone): Promise<void> {
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', { offline: false, ...SLOW_4G })
}

/** When the last larger paint was, in ms after the navigation, once nothing larger has come for two seconds. */
function largestPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let latest = 0
        let timer = setTimeout(() => resolve(latest), 2_000)
        new PerformanceObserver((list) => {
          for (const { startTime } of list.getEntries()) latest = startTime
          clearTimeout(timer)
          timer = setTimeout(() => resolve(latest), 2_000)
        }).observe({ type: 'largest-contentful-paint', buffered: true })
      }),
  )
}
