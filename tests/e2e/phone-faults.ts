import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { findChromium, handOver } from '../chromium.ts'

/**
 * `npm run test:phone-faults`: the phone's faults in full, from a seed that is printed. Two hundred browsers
 * are killed, or as many as `PHONE_KILLS` says. It serves what `npm run build` has built.
 */

const seed = process.env['PHONE_SEED'] ?? String(Date.now() % 1_000_000_000)
const kills = process.env['PHONE_KILLS'] ?? '200'
console.log(`seed ${seed} (PHONE_SEED=${seed} npm run test:phone-faults runs the same again)`)
const root = resolve(import.meta.dirname, '../..')
const args = ['test', '-c', 'tests/e2e/playwright.config.ts', 'phone-faults']
const child = spawn(resolve(root, 'node_modules/.bin/playwright'), args, {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    ...handOver(await findChromium(console.log)),
    PHONE_SEED: seed,
    PHONE_KILLS: kills,
  },
})
child.once('close', (code) => {
  process.exitCode = code ?? 1
})
