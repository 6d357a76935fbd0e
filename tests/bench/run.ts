import { resolve } from 'node:path'
import { build } from 'vite'
import { findChromium, handOver } from '../chromium.ts'
import { measureColdStart } from './cold-start.ts'
import { type Figure, isWithin, table } from './figures.ts'
import { measureInitialScript } from './initial-script.ts'
import { measureMemory } from './memory.ts'
import { measureScroll } from './scroll.ts'
import { measureTap } from './tap.ts'

/**
 * `npm run bench`: the figures Tideline promises, measured here and now. A ratio has its other side
 * measured in the same run, in the same browser. Ends with an error when one is beyond its bound.
 * `npm run bench -- 30` makes thirty cold starts instead of fifteen.
 */

const ROOT = resolve(import.meta.dirname, '../..')
const DIST = resolve(ROOT, 'dist')
const runs = Number(process.argv[2] ?? 15)

console.log('Building …')
await build({ root: ROOT, logLevel: 'error' })
Object.assign(process.env, handOver(await findChromium(console.log, 'whole')))

const figures: Figure[] = [measureInitialScript(DIST)]
console.log('Starting cold, without a network …')
figures.push(...(await measureColdStart(DIST, runs)))
console.log('Tapping on a slow phone …')
figures.push(...(await measureTap(20)))
console.log('Scrolling a long journal …')
figures.push(...(await measureScroll(3)))
console.log('A thousand couples …')
const memory = await measureMemory(1000)
if (memory) figures.push(memory)
else
  console.log('This system does not tell how much memory a process holds; that figure is left out.')

console.log(`\n${table(figures)}`)
process.exitCode = figures.every(isWithin) ? 0 : 1
