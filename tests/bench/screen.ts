import { resolve } from 'node:path'
import { build } from 'vite'
import { findChromium, handOver } from '../chromium.ts'
import { type Figure, isWithin, table } from './figures.ts'
import { measureFirstPaint } from './first-paint.ts'
import { measureLighthouse } from './lighthouse.ts'
import { measureNextPaint } from './next-paint.ts'

/**
 * `npm run bench:screen`: what the eye waits for. Lighthouse over the first screen, the first visit on a
 * slow phone against a bare page, and the time from every touch to the next frame. A part can be named:
 * `npm run bench:screen -- lighthouse`.
 */
const PARTS = {
  lighthouse: () => measureLighthouse(3),
  visit: async () => [await measureFirstPaint(7)],
  paint: async () => [await measureNextPaint(3)],
}
type Part = keyof typeof PARTS

const all = Object.keys(PARTS) as Part[]
const named = all.filter((part) => process.argv.includes(part))

console.log('Building …')
await build({ root: resolve(import.meta.dirname, '../..'), logLevel: 'error' })
Object.assign(process.env, handOver(await findChromium(console.log, 'whole')))

const figures: Figure[] = []
for (const part of named.length > 0 ? named : all) {
  console.log(`${part} …`)
  figures.push(...(await PARTS[part]()))
}
console.log(`\n${table(figures)}`)
process.exitCode = figures.every(isWithin) ? 0 : 1
