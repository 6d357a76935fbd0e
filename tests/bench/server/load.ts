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
  /** What went wrong, once for each time: a status, or the code of the socket. */
  readonly errors: readonly string[]
}

/** Sends all as fast as they are answered, over so many connections. */
export async function sendAll(
  url: string,
  ready: readonly Ready[],
  connections: number,
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latencies: number[] = []
  const errors: string[] = []
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let one = ready[next++]; one; one = ready[next++]) {
        const sent = performance.now()
        const error = await sendOne(agent, url, one)
        if (error !== null) errors.push(error)
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
  const errors: string[] = []
  const begun = performance.now()
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = begun + (n * 1000) / perSecond
    // What is late by the generator's own fault counts as the server's: from when it was due.
    while (performance.now() < due)
      await new Promise((wake) => setTimeout(wake, Math.max(0, due - performance.now())))
    under.push(
      (async () => {
        const error = await sendOne(agent, url, make(n))
        if (error !== null) errors.push(error)
        latencies.push(performance.now() - due)
      })(),
    )
    if (under.length >= 1000) await Promise.all(under.splice(0, 500))
  }
  await Promise.all(under)
  agent.destroy()
  return { ms: performance.now() - begun, latencies, errors }
}

/** Gives what went wrong, or nothing. */
function sendOne(
  agent: Agent,
  url: string,
  { path, headers, body }: Ready,
): Promise<string | null> {
  return new Promise((done) => {
    const request = httpRequest(url + path, { agent, method: 'POST', headers }, (response) => {
      response.resume()
      response.once('end', () => {
        done(response.statusCode === 200 ? null : String(response.statusCode))
      })
    })
    request.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.name))
    request.end(body)
  })
}
