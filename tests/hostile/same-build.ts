import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Builds the client twice, from nothing, and compares the hashes of every file. */

const root = resolve(import.meta.dirname, '../..')
const scratch = mkdtempSync(join(tmpdir(), 'tideline-builds-'))
const build = (name: string): string => {
  const out = join(scratch, name)
  const args = ['build', '--logLevel', 'error', '--emptyOutDir', '--outDir', out]
  execFileSync(join(root, 'node_modules/.bin/vite'), args, { cwd: root, stdio: 'inherit' })
  return readFileSync(join(out, 'hashes.txt'), 'utf8')
}
const [first, second] = [build('first'), build('second')]
rmSync(scratch, { recursive: true, force: true })
const differing = first.split('\n').filter((line) => !second.includes(line))
console.log(`${first.split('\n').length - 1} files, ${differing.length} of them differ`)
if (first !== second) {
  console.error(differing.join('\n'))
  process.exitCode = 1
}
