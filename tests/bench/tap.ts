import { takePhone } from '../e2e/phone.ts'
import { startServer } from '../e2e/server.ts'
import { type Figure, quantile } from './figures.ts'
import { openNow, SHAPES, tapShape } from './now-page.ts'

/**
 * One entry from the tap to the end of its strict transaction, on a processor four times slower. The app
 * measures it itself, from the time stamp of the tap to the moment it says "Kept".
 */
export async function measureTap(taps: number): Promise<Figure[]> {
  const server = await startServer()
  const phone = await takePhone('slow', server.url)
  try {
    await openNow(phone.page)
    const devtools = await phone.context.newCDPSession(phone.page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    const times: number[] = []
    for (let tap = 0; tap < taps; tap++) {
      times.push(await tapShape(phone.page, SHAPES[tap % SHAPES.length] ?? SHAPES[0]))
    }
    const figure = (what: string, share: number): Figure => ({
      what,
      measured: quantile(times, share),
      bound: 50,
      unit: 'ms',
      detail: `${taps} taps, processor ÷ 4`,
    })
    return [figure('tap to durable, median', 0.5), figure('tap to durable, 95 in 100', 0.95)]
  } finally {
    await phone.remove()
    await server.remove()
  }
}
