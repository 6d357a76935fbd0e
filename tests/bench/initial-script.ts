import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Figure } from './figures.ts'

/** All that `index.html` makes a browser fetch and run before anything else: entry, preloads, imports. */
export function measureInitialScript(dist: string): Figure {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const found = new Set<string>()
  for (const [, path] of html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="\/([^"]+\.js)"/g)) {
    follow(dist, path as string, found)
  }
  return {
    what: 'initial JavaScript, gzipped',
    measured: gzippedSize(dist, found) / 1000,
    bound: 150,
    unit: 'KB',
    detail: `${found.size} files`,
  }
}

export function gzippedSize(dist: string, files: Iterable<string>): number {
  let bytes = 0
  for (const file of files) bytes += gzipSync(readFileSync(join(dist, file))).length
  return bytes
}

/** Adds a file and what it imports statically; `import()` is what comes later. */
function follow(dist: string, file: string, found: Set<string>): void {
  if (found.has(file)) return
  found.add(file)
  const source = readFileSync(join(dist, file), 'utf8')
  for (const [, path] of source.matchAll(/\b(?:from|import)\s*["'](\.[^"']+\.js)["']/g)) {
    follow(dist, posix.join(posix.dirname(file), path as string), found)
  }
}
