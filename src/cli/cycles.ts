import { readFileSync } from 'node:fs'
import { detect } from '../patterns/detect.ts'
import { isWhen } from '../journal/move.ts'
import { type Couple, readCouples } from './read-couples.ts'

const USAGE = `Usage: npm run --silent cycles -- [--now TIME] [FILE]

Finds the push-pull loops in moves. FILE (or standard input) holds one move a line:
  {"id":"e1","author":"a","kind":"pursue","at":"2026-03-01T19:02:00+01:00"}
or is a journal that the app exported. TIME decides which loops are still open.
`

interface Asked {
  readonly file: string | undefined
  readonly now: string | undefined
}

function main(): number {
  const asked = readArguments(process.argv.slice(2))
  if (asked === undefined) return complain(USAGE)
  let text: string
  try {
    // Takes the mark away that some programs write at the beginning, and refuses what is no UTF-8.
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(asked.file ?? 0))
  } catch (cause) {
    return complain(`${asked.file ?? 'standard input'}: ${(cause as Error).message}\n`)
  }
  const read = readCouples(text)
  if ('problem' in read) return complain(`${read.problem}\n`)
  process.stdout.write(read.couples.map((couple) => `${documentOf(couple, asked)}\n`).join(''))
  return 0
}

function documentOf({ couple, moves }: Couple, { now }: Asked): string {
  const found = detect(moves, now === undefined ? {} : { now })
  return JSON.stringify(couple === undefined ? found : { couple, ...found })
}

/** Reads `[--now TIME] [FILE]`; nothing when the line is not understood. */
function readArguments(words: readonly string[]): Asked | undefined {
  let file: string | undefined
  let now: string | undefined
  for (let n = 0; n < words.length; n++) {
    const word = words[n] as string
    if (word === '--now' || word.startsWith('--now=')) {
      const value = word === '--now' ? words[++n] : word.slice('--now='.length)
      if (now !== undefined || value === undefined || !isWhen(value)) return undefined
      now = value
    } else if ((word.startsWith('-') && word !== '-') || file !== undefined) return undefined
    else if (word !== '-') file = word
  }
  return { file, now }
}

function complain(text: string): number {
  process.stderr.write(text)
  return 2
}

process.exitCode = main()
