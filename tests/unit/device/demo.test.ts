import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, it } from 'vitest'
import { runCycles } from '../../../src/device/loops/cycles.ts'
import { layOutDemo } from '../../../src/device/demo-season.ts'
import { openDemo } from '../../../src/device/demo.ts'
import { readOwnLoops } from '../../../src/device/loops/own-loops.ts'
import { readMoments, readPlaces } from '../../../src/device/moments/read.ts'
import type { Runtime } from '../../../src/device/runtime.ts'
import { readUs } from '../../../src/device/couple/us.ts'
import { commitTo } from '../../../src/device/week/week-commit.ts'
import { readAllWeekParts } from '../../../src/device/week/week.ts'
import { SHOWN_TOGETHER } from '../../../src/journal/week.ts'
import { revealOf } from '../../../src/journal/week-reveal.ts'
import { halfBy, heldWeeks, saidBy, viewWeek } from '../../../src/journal/week-view.ts'
import { people } from '../../people.ts'

it('the demo couple lives in a database of its own, sealed, and touches no network', async () => {
  let now = Date.UTC(2026, 4, 20, 12)
  const runtime: Runtime = {
    database: 'tideline-demo',
    clock: () => now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    subtle: crypto.subtle,
    fetch: () => Promise.reject(new Error('the demo asked the network')),
    api: null,
    locks: null,
    zone: () => people.first.zone,
    indexedDB: new IDBFactory(),
    IDBKeyRange,
  }
  const phone = await openDemo(runtime, layOutDemo)
  const us = await readUs(phone)
  expect([us.me.name, us.partner?.name]).toEqual([people.first.name, people.second.name])
  expect(us.side).toBe('left')
  const places = await readPlaces(phone)
  expect(places.length).toBeGreaterThan(150)
  const moments = await readMoments(
    phone,
    places.map((each) => each.key),
  )
  expect(moments.filter((each) => 'unreadable' in each)).toEqual([])
  const runs = await runCycles(phone, new Date(now).toISOString())
  expect(runs.shared.cycles.some((each) => each.highlighted)).toBe(true)
  const keys = new Set(places.map((each) => each.key))
  for (const cycle of runs.shared.cycles) {
    for (const id of cycle.entries) expect(keys).toContain(runs.keyOf[id])
  }
  const drawn = await readOwnLoops(phone)
  expect(drawn.length).toBeGreaterThan(0)
  for (const loop of drawn) for (const key of loop.keys) expect(keys).toContain(key)
  const onDisk = JSON.stringify(await phone.db.records.toArray())
  for (const moment of moments) {
    if ('words' in moment && moment.words.note) expect(onDisk).not.toContain(moment.words.note)
  }
  // The evenings on which they looked back can be read again; one week in between passed without.
  const { us: parts } = await readAllWeekParts(phone)
  expect(heldWeeks(parts)).toEqual(['2026-05-17', '2026-05-10', '2026-04-26'])
  const [me, partner] = [us.me.id, us.partner?.id ?? '']
  for (const week of heldWeeks(parts)) {
    const view = viewWeek(parts, week)
    for (const about of SHOWN_TOGETHER) {
      const side = (voice: string) => ({ voice, half: halfBy(view, about, voice)?.half ?? null })
      const reveal = revealOf(side(me), side(partner), commitTo({ week, about }))
      expect(reveal.phase).toBe('shown')
    }
    expect(saidBy(view, 'underneath', partner)?.text).toBeTruthy()
    expect(view.experiment).not.toBeNull()
  }
  phone.close()

  now += 24 * 3600 * 1000
  const next = await openDemo(runtime, layOutDemo)
  expect((await readPlaces(next)).length).toBeGreaterThan(150)
  next.close()
})
