import { Agent, request as httpRequest } from 'node:http'

/** A request that is ready to leave: signed and written out before the clock starts. */
export interface Ready {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What came of a load: how long it took in all, and each request, in ms. */
export interface Load {
  readonly ms: number
  readonly latencies: readonly number[]
  readonly errors: number
}

/** Sends all as fast as they are answered, over so many connections. */
export async function sendAll(
  url: string,
  ready: readonly Ready[],
  connections: number,
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latencies: number[] = []
  let errors = 0
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let one = ready[next++]; one; one = ready[next++]) {
        const sent = performance.now()
        if (!(await sendOne(agent, url, one))) errors++
        latencies.push(performance.now() - sent)
      }
    }),
  )
  const ms = performance.now() - begun
  agent.destroy()
  return { ms, latencies, errors }
}

/** Sends so many a second for so long, whatever the answers take; a request is made when it is due. */
export async function sendEvenly(
  url: string,
  make: (n: number) => Ready,
  perSecond: number,
  seconds: number,
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const latencies: number[] = []
  const under: Promise<void>[] = []
  let errors = 0
  const begun = performance.now()
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = begun + (n * 1000) / perSecond
    // What is late by the generator's own fault counts as the server's: from when it was due.
    while (performance.now() < due)
      await new Promise((wake) => setTimeout(wake, due - performance.now()))
    under.push(
      (async () => {
        if (!(await sendOne(agent, url, make(n)))) errors++
        latencies.push(performance.now() - due)
      })(),
    )
    if (under.length >= 1000) await Promise.all(under.splice(0, 500))
  }
  await Promise.all(under)
  agent.destroy()
  return { ms: performance.now() - begun, latencies, errors }
}

function sendOne(agent: Agent, url: string, { path, headers, body }: Ready): Promise<boolean> {
  return new Promise((done) => {
    const request = httpRequest(url + path, { agent, method: 'POST', headers }, (response) => {
      response.resume()
      response.once('end', () => done(response.statusCode === 200))
    })
    request.once('error', () => done(false))
    request.end(body)
  })
}
