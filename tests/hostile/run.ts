import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

/** `npm run test:hostile`: the hostile suites in full, from a seed that is printed. */

const seed = process.env['HOSTILE_SEED'] ?? String(Date.now() % 1_000_000_000)
console.log(`seed ${seed} (HOSTILE_SEED=${seed} npm run test:hostile runs the same again)`)
const root = resolve(import.meta.dirname, '../..')
const args = ['run', 'tests/hostile', '--testTimeout=3600000', ...process.argv.slice(2)]
const child = spawn(resolve(root, 'node_modules/.bin/vitest'), args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, HOSTILE: 'long', HOSTILE_SEED: seed },
})
child.once('close', (code) => {
  process.exitCode = code ?? 1
})
