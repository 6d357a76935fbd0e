import type { Page } from '@playwright/test'
import { takePhone } from '../../e2e/phone.ts'
import { type Figure, quantile } from '../figures.ts'
import { emptyPhone, noteOf, on, onBare, openBench, type Stage } from './stage.ts'

const EDITS = 1000

/**
 * A thousand edits made without a network reach another phone of their author. The bound posts the same
 * records at once, hears them as one event and puts them down at once.
 */
export async function measureDrain(stage: Stage, rounds: number): Promise<Figure[]> {
  const { noa, server, bare } = stage
  const other = await emptyPhone(server, stage.words)
  const sender = await takePhone('sender', bare.url)
  const receiver = await takePhone('receiver', bare.url)
  try {
    await openBench(noa.page)
    await on(other.page, (bench) => bench.sync(), null)
    await on(other.page, (bench) => bench.keepInSync(), null)
    await sender.page.goto('/')
    await receiver.page.goto('/')
    await onBare(receiver.page, (bench) => bench.listen(), null)

    // The first round is not timed: its bytes are counted.
    const records = await editOffline(stage)
    const applied = arrivesAt(other.page)
    const sent = await countSent(noa.page, () => on(noa.page, (bench) => bench.drain(), null))
    await applied

    const [ours, bounds]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      const text = await editOffline(stage)
      const arriving = arrivesAt(other.page)
      const begun = await on(noa.page, (bench) => bench.drain(), null)
      ours.push((await arriving) - begun)
      bounds.push(await postBare(sender.page, receiver.page, text))
    }
    const [median, bound] = [quantile(ours, 0.5), quantile(bounds, 0.5)]
    return [
      {
        what: `${EDITS} offline edits drained`,
        measured: median / bound,
        bound: 3.2,
        unit: 'times',
        detail: `${median.toFixed(0)} ms to ${bound.toFixed(0)} ms; ${rounds} rounds`,
      },
      {
        what: 'bytes up, against the records themselves',
        measured: sent / Buffer.byteLength(records),
        bound: 1.2,
        unit: 'times',
        detail: `${(sent / 1000).toFixed(0)} KB with headers to ${(Buffer.byteLength(records) / 1000).toFixed(0)} KB`,
      },
    ]
  } finally {
    await other.remove()
    await sender.remove()
    await receiver.remove()
  }
}

/** Changes a thousand moments; answers the records that wait, as JSON. */
async function editOffline({ noa, random }: Stage): Promise<string> {
  const words = Array.from({ length: EDITS }, () => ({ note: noteOf(random) }))
  await on(noa.page, (bench, given) => bench.edit(given), words)
  return on(noa.page, (bench) => bench.waiting(), null)
}

/** When the thousand have been applied there, which begins to be watched before anything is sent. */
function arrivesAt(page: Page): Promise<number> {
  return on(page, (bench, more) => bench.applied(more), EDITS)
}

async function postBare(sender: Page, receiver: Page, records: string): Promise<number> {
  const rows = (JSON.parse(records) as object[]).map((record, n) => ({ seq: n + 1, record }))
  const arriving = onBare(receiver, (bench) => bench.arrived(), null)
  await receiver.evaluate(() => undefined)
  const begun = await onBare(sender, (bench, text) => bench.post(text), JSON.stringify({ rows }))
  return (await arriving) - begun
}

/** Bytes of all requests during `work`: bodies and headers, as they left. */
async function countSent(page: Page, work: () => Promise<unknown>): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  let bytes = 0
  devtools.on('Network.requestWillBeSentExtraInfo', ({ headers }) => {
    for (const [name, value] of Object.entries(headers)) bytes += name.length + value.length + 4
    bytes += Number(headers['Content-Length'] ?? headers['content-length'] ?? 0)
  })
  await devtools.send('Network.enable')
  await work()
  await devtools.detach()
  return bytes
}
