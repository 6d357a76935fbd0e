import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { compareSite } from './compare-site.ts'

const USAGE = `Usage: npm run compare                     what this build is: one line to publish with it
       npm run compare -- URL              whether the server at URL serves this build
       npm run compare -- URL HASHES       whether it serves what HASHES lists, as sha256sum writes it

This build is the one in dist/, made by npm run build.
`

async function main([address, file, ...more]: readonly string[]): Promise<number> {
  if (more.length > 0 || (address !== undefined && !URL.canParse(address))) return complain(USAGE)
  const path = file ?? resolve(import.meta.dirname, '../../dist/hashes.txt')
  const list = await readFile(path, 'utf8').catch(() => null)
  if (list === null) return complain(`There is no ${path}. npm run build makes one.\n`)
  const own = createHash('sha256').update(list).digest('hex')
  process.stdout.write(`${own}  hashes.txt\n`)
  if (address === undefined) return 0
  const compared = await compareSite(list, new URL(address), fetch)
  if (!compared) return complain(`${path} is no list of hashes.\n`)
  for (const each of compared.differing) process.stdout.write(`${each.how}  ${each.path}\n`)
  const { length } = compared.differing
  process.stdout.write(`${compared.asked} addresses, ${length} of them not as listed\n`)
  return length === 0 ? 0 : 1
}

function complain(text: string): number {
  process.stderr.write(text)
  return 2
}

process.exitCode = await main(process.argv.slice(2))
