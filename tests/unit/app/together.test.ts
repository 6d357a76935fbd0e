import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** A phone between two shows their walk, and nothing else, however the app is opened. */

const WALK = '/week/walk/2026-03-08'
const HOUR = 3_600_000

describe('a phone between two', () => {
  const kept = new Map<string, string>()
  const replaced: string[] = []
  const dataset: Record<string, string> = {}
  const heard: ((event: object) => void)[] = []
  const reload = vi.fn()

  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-03-08T18:00:00Z') })
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    })
    vi.stubGlobal('document', { documentElement: { dataset } })
    vi.stubGlobal('window', {
      location: { pathname: '/now', hash: '', href: 'https://tideline.test/now', reload },
      history: { replaceState: (_state: null, _title: string, to: string) => replaced.push(to) },
      addEventListener: (name: string, hear: (event: object) => void) => {
        if (name === 'storage') heard.push(hear)
      },
    })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    kept.clear()
    replaced.length = 0
    heard.length = 0
    reload.mockClear()
    delete dataset['walk']
  })

  /** The app is opened anew, at Now. */
  async function open() {
    vi.resetModules()
    replaced.length = 0
    await import('../../../src/app/handover.ts')
    return { ...(await import('../../../src/app/week/together.ts')), went: replaced.at(-1) ?? null }
  }

  it('opens the walk until three hours after the last touch', async () => {
    const { holdTogether, went } = await open()
    expect(went).toBeNull()
    holdTogether(WALK)
    vi.setSystemTime(Date.now() + 3 * HOUR - 1)
    expect((await open()).went).toBe(WALK)
    expect(dataset['walk']).toBe('together')
    vi.setSystemTime(Date.now() + 1)
    expect((await open()).went).toBeNull()
  })

  it('is its owner’s again once that was ended', async () => {
    const { holdTogether, endTogether, isTogether } = await open()
    holdTogether(WALK)
    expect(isTogether()).toBe(true)
    endTogether()
    expect(isTogether()).toBe(false)
    expect((await open()).went).toBeNull()
  })

  it('takes along what is open beside it, as it begins and not with each touch', async () => {
    // One that was left to end by itself is no reason to stay.
    kept.set('tideline-together', `1 ${WALK}`)
    const { holdTogether, endTogether } = await open()
    const tell = (key: string) => heard.at(-1)!({ key })
    tell('tideline-together')
    expect(reload).not.toHaveBeenCalled()
    holdTogether(WALK)
    tell('tideline:hues')
    expect(reload).not.toHaveBeenCalled()
    tell('tideline-together')
    expect(reload).toHaveBeenCalledTimes(1)
    await open()
    tell('tideline-together')
    endTogether()
    tell('tideline-together')
    expect(reload).toHaveBeenCalledTimes(1)
  })
})
