import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MUTANTS, type MutantName } from './all.ts'

/** Plants bugs. A place that has changed makes its mutant fail to apply, which is an error: then it is planted anew. */

const ROOT = resolve(import.meta.dirname, '../../..')
const PROGRAM = pathToFileURL(join(import.meta.dirname, '../simulate.ts')).href
/** What there is one of in a process, whatever is planted: time, chance, and what took the process over. */
const SHARED = ['turns', 'crypto', 'random', 'take-over'].map(
  (name) => pathToFileURL(join(import.meta.dirname, `../${name}.ts`)).href,
)

interface Planted {
  /** The file it is in, and what stands there now. */
  readonly url: string
  readonly source: string
  /** Whatever leads to that file, itself included: the rest is as sound as it was, and warm. */
  readonly spoilt: ReadonlySet<string>
}
const planted = new Map<string, Planted>()

/**
 * Plants a bug into the program, loaded once more beside the sound one as far as it leads to the bug, and
 * answers what to import instead of `simulate.ts`. Throws where the place is not what it was.
 */
export function breakOnPurpose(name: MutantName): string {
  if (planted.size === 0) loadPlanted()
  if (!planted.has(name)) {
    const { file, edits } = MUTANTS[name]
    const url = pathToFileURL(join(ROOT, file)).href
    let source = readFileSync(new URL(url), 'utf8')
    for (const [from, to] of edits) {
      const parts = source.split(from)
      if (parts.length !== 2) throw new Error(`${name} does not apply: ${file} has changed`)
      source = parts.join(to)
    }
    const spoilt = leadingTo(url)
    if (!spoilt.has(PROGRAM)) throw new Error(`${name} is planted where nobody comes: ${file}`)
    planted.set(name, { url, source: withoutTypes(source), spoilt })
  }
  return PROGRAM + MARK + name
}

/** Behind a module's address: whose program it belongs to. */
const MARK = '?mutant='

function loadPlanted(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      const mutant = context.parentURL?.split(MARK)[1]
      const isSpoilt = mutant !== undefined && planted.get(mutant)?.spoilt.has(found.url)
      return isSpoilt ? { ...found, url: found.url + MARK + mutant } : found
    },
    load(url, context, next) {
      const [file = url, mutant] = url.split(MARK)
      const bug = mutant && planted.get(mutant)
      if (!bug) return next(url, context)
      const source = bug.url === file ? bug.source : partOf(file).source
      return { format: 'module', source, shortCircuit: true }
    },
  })
}

/** A module of ours without its types, and what of ours it needs. */
interface Part {
  readonly source: string
  readonly needs: readonly string[]
}
const parts = new Map<string, Part>()

function partOf(url: string): Part {
  const known = parts.get(url)
  if (known) return known
  const source = withoutTypes(readFileSync(new URL(url), 'utf8'))
  const needs = [...source.matchAll(/\b(?:from|import)[ (]*'(\.[^']+\.ts)'/g)].map(
    ([, path]) => new URL(path!, url).href,
  )
  const part = { source, needs: needs.filter((each) => !SHARED.includes(each)) }
  parts.set(url, part)
  return part
}

const withoutTypes = (source: string): string => stripTypeScriptTypes(source, { mode: 'strip' })

/** Every part of the program that needs this one, or needs one that does. */
function leadingTo(bug: string): ReadonlySet<string> {
  const all = new Set([PROGRAM])
  for (const url of all) for (const need of partOf(url).needs) all.add(need)
  const leading = new Set([bug])
  for (const url of leading) {
    for (const each of all) if (partOf(each).needs.includes(url)) leading.add(each)
  }
  return leading
}
