import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MUTANTS, type MutantName } from './all.ts'

/** Plants bugs. A place that has changed makes its mutant fail to apply, which is an error: then it is planted anew. */

const ROOT = resolve(import.meta.dirname, '../../..')
/** What there is one of in a process, whatever is planted: time, chance, and what took the process over. */
const SHARED = ['turns', 'crypto', 'random', 'take-over'].map(
  (name) => pathToFileURL(join(import.meta.dirname, `../${name}.ts`)).href,
)
const isOurs = (url: string): boolean =>
  url.startsWith(pathToFileURL(ROOT).href) &&
  !url.includes('/node_modules/') &&
  !SHARED.includes(url)

const planted = new Map<string, { readonly url: string; readonly source: string }>()
const sources = new Map<string, string>()

/**
 * Plants a bug into the program, loaded once more beside the sound one, and answers what to import
 * instead of `simulate.ts`. Throws where the place is not what it was.
 */
export function breakOnPurpose(name: MutantName): string {
  if (planted.size === 0) loadPlanted()
  if (!planted.has(name)) {
    const { file, edits } = MUTANTS[name]
    let source = readFileSync(join(ROOT, file), 'utf8')
    for (const [from, to] of edits) {
      const parts = source.split(from)
      if (parts.length !== 2) throw new Error(`${name} does not apply: ${file} has changed`)
      source = parts.join(to)
    }
    const url = pathToFileURL(join(ROOT, file)).href
    planted.set(name, { url, source: stripTypeScriptTypes(source, { mode: 'strip' }) })
  }
  return pathToFileURL(join(import.meta.dirname, '../simulate.ts')).href + MARK + name
}

/** Behind a module's address: whose program it belongs to. */
const MARK = '?mutant='

function loadPlanted(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      const mutant = context.parentURL?.split(MARK)[1]
      return mutant && isOurs(found.url) ? { ...found, url: found.url + MARK + mutant } : found
    },
    load(url, context, next) {
      const [file = url, mutant] = url.split(MARK)
      const bug = mutant && planted.get(mutant)
      if (!bug) return next(url, context)
      const source = bug.url === file ? bug.source : soundSource(file)
      return { format: 'module', source, shortCircuit: true }
    },
  })
}

function soundSource(url: string): string {
  const known = sources.get(url)
  if (known !== undefined) return known
  const source = stripTypeScriptTypes(readFileSync(new URL(url), 'utf8'), { mode: 'strip' })
  sources.set(url, source)
  return source
}
