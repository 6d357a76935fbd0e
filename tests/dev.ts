import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createServer } from 'vite'
import { freePort } from './e2e/server.ts'

/**
 * `npm run dev`: the app, reloaded as it is edited, and the API, restarted as it is edited, behind one
 * address. Ctrl-C ends both. There is no service worker here; `npm start` has it.
 */

const ROOT = resolve(import.meta.dirname, '..')
const port = Number(process.env['PORT'] ?? 8787)
const apiPort = await freePort()
process.env['TIDELINE_API'] = `http://127.0.0.1:${apiPort}`

const api = spawn(process.execPath, ['--watch', 'src/server/start.ts', '--no-build'], {
  cwd: ROOT,
  env: { ...process.env, PORT: String(apiPort), HOST: '127.0.0.1' },
  // Its output is shown as it is, but for the address, which is not the one to open.
  stdio: ['ignore', 'pipe', 'inherit'],
})
api.stdout.setEncoding('utf8').on('data', (text: string) => {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.includes(`:${apiPort}`))
  for (const line of lines) console.log(line)
})

const app = await createServer({
  root: ROOT,
  clearScreen: false,
  logLevel: 'warn',
  server: { port, strictPort: true },
})
await app.listen()
console.log(`Tideline is at http://localhost:${port} (Ctrl-C ends it)`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end())

async function end(): Promise<void> {
  await app.close()
  if (api.exitCode === null && api.kill('SIGTERM')) await once(api, 'exit')
  process.exit(0)
}
