import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** All that a run follows from besides its seed: the code that is simulated, the simulation, and what both rest on. */
const FOLDERS = [
  'src/journal',
  'src/patterns',
  'src/sync',
  'src/device',
  'src/server',
  'tests/simulation',
] as const
const FILES = ['tests/people.ts', 'package-lock.json'] as const

const ROOT = join(import.meta.dirname, '../..')

/** A name for the code as it is now: what was run on other code says nothing about this one. */
export function nameSources(): string {
  const hash = createHash('sha256')
  for (const file of [...FOLDERS.flatMap(filesIn), ...FILES]) {
    hash.update(JSON.stringify([file, readFileSync(join(ROOT, file), 'utf8')]))
  }
  return hash.digest('hex').slice(0, 16)
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .toSorted()
    .map((path) => join(folder, path))
