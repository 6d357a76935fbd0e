import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { findChromium, handOver } from '../../chromium.ts'
import { Random } from '../couples/random.ts'
import { type Figure, isWithin, table } from '../figures.ts'
import { measureAcross } from './across.ts'
import { measureDrain } from './drain.ts'
import { measureReceive } from './receive.ts'
import { measureReload } from './reload.ts'
import { setStage } from './stage.ts'

/**
 * `npm run bench:sync`: what one phone's words take to reach another, in real browsers with profiles on
 * disk, against the real server. Each figure is a ratio to a bound that takes turns with it in the same
 * run. `-- --only receive|across|drain|reload` leaves the rest out; `--seed` writes the same journal again; `--legs`
 * prints what the phones did meanwhile, and when.
 */

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    rounds: { type: 'string', default: '5' },
    moments: { type: 'string', default: '10000' },
    only: { type: 'string' },
    legs: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const PARTS = {
  receive: measureReceive,
  across: measureAcross,
  drain: measureDrain,
  reload: measureReload,
}
/** Short ones are repeated more often. */
const TIMES = { receive: 1, across: 4, drain: 1, reload: 3 }
type Part = keyof typeof PARTS

console.log(`seed ${values.seed} (npm run bench:sync -- --seed ${values.seed} runs the same again)`)
console.log('Building …')
await build({ root: resolve(import.meta.dirname, '../../..'), logLevel: 'error' })
Object.assign(process.env, handOver(await findChromium(console.log, 'whole')))

console.log('Writing a long journal …')
const stage = await setStage(new Random(Number(values.seed)), Number(values.moments), values.legs)
const figures: Figure[] = []
try {
  for (const part of Object.keys(PARTS) as Part[]) {
    if (values.only !== undefined && values.only !== part) continue
    console.log(`${part} …`)
    const found = await PARTS[part](stage, rounds * TIMES[part])
    // Said at once: the whole takes long, and a part that fails must not take the others along.
    console.log(table(found))
    figures.push(...found)
  }
} finally {
  await stage.remove()
}
console.log(`\n${table(figures)}`)
process.exitCode = figures.every(isWithin) ? 0 : 1
