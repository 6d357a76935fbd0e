import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import type { Schedule } from './schedule.ts'

/** How one run ended, as its process tells it. */
export interface Run {
  readonly seed: number
  readonly broken: readonly string[]
  readonly digest: string
  readonly turns: number
}

export interface Share {
  readonly from: number
  readonly to: number
  readonly length?: number
  readonly mutant?: string
  readonly schedule?: Schedule
}

/**
 * Runs a share of the seeds in a process of its own, whose timers and randomness are simulated; `each`
 * hears of every run as it ends. Throws where the process itself breaks down.
 */
export async function runShare(share: Share, each: (run: Run) => void): Promise<void> {
  const { from, to, length, mutant, schedule } = share
  const args = [
    '--no-warnings',
    '--max-semi-space-size=64',
    join(import.meta.dirname, 'shard.ts'),
    `--from=${from}`,
    `--to=${to}`,
    ...(length === undefined ? [] : [`--length=${length}`]),
    ...(mutant === undefined ? [] : [`--mutant=${mutant}`]),
    ...(schedule === undefined ? [] : [`--schedule=${JSON.stringify(schedule)}`]),
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => each(JSON.parse(line) as Run))
  const [code] = await Promise.all([
    new Promise<number | null>((done) => child.once('close', done)),
    new Promise<void>((done) => lines.once('close', done)),
  ])
  if (code !== 0)
    throw new Error(`the process of the seeds ${from} to ${to} ended with ${code}: ${said}`)
}
