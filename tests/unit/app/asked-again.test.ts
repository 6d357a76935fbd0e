import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/**
 * What takes something away from a phone, or lets somebody in, is asked for by the lock first. Whether it
 * is asked at the right moment stands in `e2e/alone.spec.ts`; here, that no screen does it that cannot ask.
 */

const APP = join(import.meta.dirname, '../../../src/app')
const ASKED = [
  'exportJournal',
  'showPhrase',
  'acceptLink',
  'removeDevice',
  'offerLink',
  'recover',
  'chooseDefault',
  'takeLate',
  'deleteAccount',
  'removeLock',
  'lockWithPasscode',
  'lockWithPasskey',
  'sayRestore',
] as const

const screens = readdirSync(APP, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => [path, readFileSync(join(APP, path), 'utf8')] as const)

it.each(ASKED)('%s', (name) => {
  const calling = screens.filter(([, text]) => new RegExp(`\\b${name}\\(`).test(text))
  expect(calling).not.toEqual([])
  const asking = calling.filter(([, text]) => /\buseAskAgain\(|<AskFirst\b/.test(text))
  expect(calling.map(([path]) => path)).toEqual(asking.map(([path]) => path))
})
