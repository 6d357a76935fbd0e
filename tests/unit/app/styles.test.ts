import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const APP = resolve(import.meta.dirname, '../../../src/app')

describe('A style asked of what stands around everything', () => {
  // `:has()` there makes the browser style the whole page anew for whatever comes or goes anywhere in it.
  it('does not depend on what stands inside', () => {
    const files = globSync('**/*.css', { cwd: APP })
    expect(files).toContain('tokens.css')
    const asking = files.filter((file) =>
      /(?:root|html|body|main)\)?:has\(/.test(readFileSync(resolve(APP, file), 'utf8')),
    )
    expect(asking).toEqual([])
  })
})
