import type { Page } from '@playwright/test'

/** Something a page did: when it began and, where it took time, when it ended, in ms since 1970. */
export interface Leg {
  readonly what: string
  readonly at: number
  readonly until: number
}

/** From its next load on, the page notes what its database, its network and its main thread do. */
export async function watchLegs(page: Page): Promise<void> {
  await page.addInitScript(note)
}

/** What was noted since it was last asked. */
export const takeLegs = (page: Page): Promise<Leg[]> =>
  page.evaluate(() => (Reflect.get(globalThis, 'legs') as Leg[]).splice(0))

/** What several pages did from an instant on, in the order in which it began. */
export function tellLegs(pages: Readonly<Record<string, readonly Leg[]>>, from: number): string {
  return Object.entries(pages)
    .flatMap(([who, legs]) => legs.map((leg) => ({ ...leg, who })))
    .filter(({ until }) => until >= from)
    .toSorted((a, b) => a.at - b.at)
    .map(({ who, what, at, until }) => {
      const took = until > at ? `${(until - at).toFixed(1)} ms` : ''
      return `${(at - from).toFixed(1).padStart(8)}  ${took.padStart(9)}  ${who.padEnd(5)} ${what}`
    })
    .join('\n')
}

/** Runs in the page, before anything of its own: it must not use anything from around it. */
function note(): void {
  const legs: { what: string; at: number; until: number }[] = []
  Object.assign(globalThis, { legs })
  const instant = (): number => performance.timeOrigin + performance.now()
  const begin = (what: string) => {
    const at = instant()
    const leg = { what, at, until: at }
    legs.push(leg)
    return leg
  }

  // oxlint-disable-next-line typescript/unbound-method -- it is called on what it belongs to
  const transact = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function (...given) {
    const stores = Array.from(typeof given[0] === 'string' ? [given[0]] : given[0]).join(' ')
    const leg = begin('')
    let answered = ''
    let requests = 0
    const transaction = transact.apply(this, given)
    const ask = transaction.objectStore.bind(transaction)
    transaction.objectStore = (name) => {
      requests += 1
      return ask(name)
    }
    // The first answer: until then it stood behind other transactions.
    transaction.addEventListener(
      'success',
      () => {
        answered ||= `, first answer after ${(instant() - leg.at).toFixed(1)}`
      },
      { capture: true },
    )
    const end = () => {
      leg.until = instant()
      leg.what = `${given[1] ?? 'readonly'} ${stores} (${requests} asked${answered})`
    }
    leg.what = `unfinished ${stores}`
    transaction.addEventListener('complete', end)
    transaction.addEventListener('abort', end)
    return transaction
  }

  const call = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const path = new URL(input as string, location.href).pathname
    const leg = begin(`${init?.method ?? 'GET'} ${path}`)
    try {
      return await call(input, init)
    } finally {
      leg.until = instant()
    }
  }
  // oxlint-disable-next-line typescript/unbound-method -- as above
  const read = ReadableStreamDefaultReader.prototype.read
  ReadableStreamDefaultReader.prototype.read = async function (
    this: ReadableStreamDefaultReader<Uint8Array>,
  ) {
    const part = await read.call(this)
    if (!part.done) begin(`heard ${(part.value as Uint8Array).byteLength} bytes`)
    return part
  } as typeof read

  document.addEventListener('click', () => begin('tapped'), { capture: true })
  new MutationObserver(() => begin('the page changed')).observe(document, {
    childList: true,
    subtree: true,
  })
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      const at = performance.timeOrigin + startTime
      legs.push({ what: 'the main thread was busy', at, until: at + duration })
    }
  }).observe({ type: 'long-animation-frame', durationThreshold: 16 } as PerformanceObserverInit)
}
