import type { Phone } from '../e2e/phone.ts'
import { takePhone } from '../e2e/phone.ts'
import { startServer } from '../e2e/server.ts'
import { serveBarePage } from './bare/serve.ts'
import { type Figure, quantile } from './figures.ts'
import { openNow, SHAPES, tapShape, tapUntil } from './now-page.ts'

/**
 * One entry from the tap to the end of its strict transaction, on a processor four times slower. The bare
 * page's tap, by turns on the same machine, tells how much of it is the browser and the disk.
 */
export async function measureTap(taps: number): Promise<Figure[]> {
  const server = await startServer()
  const site = await serveBarePage()
  const phone = await takePhone('slow', server.url)
  const bare = await takePhone('bare', site.url)
  try {
    await openNow(phone.page)
    await bare.page.goto('/')
    const first = bare.page.getByRole('button').first()
    await first.waitFor()
    await slowDown(phone)
    await slowDown(bare)

    const [ours, theirs]: [number[], number[]] = [[], []]
    for (let tap = 0; tap < taps; tap++) {
      ours.push(await tapShape(phone.page, SHAPES[tap % SHAPES.length] ?? SHAPES[0]))
      theirs.push(await tapUntil(bare.page, first, 'bare:kept'))
    }
    const figure = (what: string, share: number): Figure => ({
      what,
      measured: quantile(ours, share),
      bound: 50,
      unit: 'ms',
      detail: `${taps} taps, processor ÷ 4; the bare page ${quantile(theirs, share).toFixed(0)} ms`,
    })
    return [figure('tap to durable, median', 0.5), figure('tap to durable, 95 in 100', 0.95)]
  } finally {
    await phone.remove()
    await bare.remove()
    await server.remove()
    await site.remove()
  }
}

async function slowDown(phone: Phone): Promise<void> {
  const devtools = await phone.context.newCDPSession(phone.page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
}
