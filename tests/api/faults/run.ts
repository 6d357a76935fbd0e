import { parseArgs } from 'node:util'
import { startServer } from '../../e2e/server.ts'
import { startPostgres } from '../../postgres.ts'
import { type Killed, killAndLook } from './kill.ts'
import { cutPower, hasStrace, record } from './power.ts'

/**
 * `npm run test:server-faults`: kill −9 under load on both engines, and the loss of power. With
 * `--cycles N --images N --seed N --only sqlite|postgres|power` it does less, or another time. Stopped by hand
 * it says what held until then, and leaves no server behind.
 */

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '1000' },
    images: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
})
const [cycles, images, seed] = [values.cycles, values.images, values.seed].map(Number) as [
  number,
  number,
  number,
]
const wants = (name: string) => values.only === undefined || values.only === name
let isWell = true
let isStopped = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isStopped = true
  })
}

if (wants('sqlite')) await kill('SQLite', {})
if (wants('postgres') && !isStopped) {
  const postgres = await startPostgres()
  if ('missing' in postgres) console.log(`PostgreSQL not run: ${postgres.missing}.`)
  else {
    await kill('PostgreSQL', { DATABASE_URL: await postgres.createDatabase() })
    await postgres.stop()
  }
}
if (wants('power') && !isStopped) {
  if (hasStrace()) await losePower()
  else console.log('The loss of power not run: there is no strace, or it may not watch.')
}
process.exitCode = isStopped ? 130 : isWell ? 0 : 1

async function kill(engine: string, env: Record<string, string>): Promise<void> {
  const server = await startServer({ env })
  const begun = Date.now()
  const say = ({ cycles: times, acknowledged, lost, disordered }: Killed): void =>
    console.log(
      `${engine}: killed ${times} of ${cycles} times, ${acknowledged} records acknowledged, ` +
        `${lost} lost, ${disordered} feeds in disorder (${seconds(begun)} s)`,
    )
  try {
    const hear = (soFar: Killed): void => {
      if (soFar.cycles % 50 === 0 && soFar.cycles < cycles) say(soFar)
    }
    const killed = await killAndLook(server, cycles, hear, () => isStopped)
    isWell &&= killed.lost === 0 && killed.disordered === 0
    say(killed)
  } catch (error) {
    // Whoever stops this from a terminal stops the database with it: then nothing can be looked at any more.
    if (!isStopped) throw error
    console.log(`${engine}: stopped, and what was under way could not be looked at`)
  } finally {
    await server.remove()
  }
}

async function losePower(): Promise<void> {
  for (const mutant of [undefined, 'normal'] as const) {
    const begun = Date.now()
    const recording = await record(100, mutant)
    const { checked, lost, broken, open, complaint } = await cutPower(recording, images, seed)
    const isRight = mutant ? lost > 0 : lost === 0 && broken === 0
    isWell &&= isRight
    const verdict = isRight ? '' : mutant ? ': NOT FOUND OUT' : `: FAILED. ${complaint}`
    console.log(
      `synchronous=${mutant ? 'NORMAL, the mutant' : 'FULL'}: power lost at ${images} of ` +
        `${recording.events.length} points (seed ${seed}), ${open} writes unsynced, ${checked} ` +
        `acknowledged records looked for, ${lost} lost, ${broken} databases broken (${seconds(begun)} s)` +
        verdict,
    )
  }
}

function seconds(begun: number): string {
  return ((Date.now() - begun) / 1000).toFixed(0)
}
