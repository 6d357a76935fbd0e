import { parseArgs } from 'node:util'
import { startServer } from '../../e2e/server.ts'
import { startPostgres } from '../../postgres.ts'
import { killAndLook } from './kill.ts'
import { cutPower, hasStrace, record } from './power.ts'

/**
 * `npm run test:server-faults`: kill −9 under load on both engines, and the loss of power. With
 * `--cycles N --images N --seed N --only sqlite|postgres|power` it does less, or another time.
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

if (wants('sqlite')) await kill('SQLite', {})
if (wants('postgres')) {
  const postgres = await startPostgres()
  if ('missing' in postgres) console.log(`PostgreSQL not run: ${postgres.missing}.`)
  else {
    await kill('PostgreSQL', { DATABASE_URL: await postgres.createDatabase() })
    await postgres.stop()
  }
}
if (wants('power')) {
  if (hasStrace()) await losePower()
  else console.log('The loss of power not run: there is no strace, or it may not watch.')
}
process.exitCode = isWell ? 0 : 1

async function kill(engine: string, env: Record<string, string>): Promise<void> {
  const server = await startServer({ env })
  const begun = Date.now()
  const killed = await killAndLook(server, cycles, (cycle) => {
    if (cycle % 50 === 0) console.log(`  ${engine}: ${cycle} of ${cycles}`)
  })
  await server.remove()
  isWell &&= killed.lost === 0 && killed.disordered === 0
  console.log(
    `${engine}: killed ${killed.cycles} times, ${killed.acknowledged} records acknowledged, ` +
      `${killed.lost} lost, ${killed.disordered} feeds in disorder (${seconds(begun)} s)`,
  )
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
