import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, it } from 'vitest'
import { runCycles } from '../../../src/device/loops/cycles.ts'
import { openDemo } from '../../../src/device/demo.ts'
import { readOwnLoops } from '../../../src/device/loops/own-loops.ts'
import { readMoments, readPlaces } from '../../../src/device/moments/read.ts'
import type { Runtime } from '../../../src/device/runtime.ts'
import { readUs } from '../../../src/device/couple/us.ts'
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
  const phone = await openDemo(runtime)
  const us = await readUs(phone)
  expect([us.me.name, us.partner?.name]).toEqual([people.first.name, people.second.name])
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
  phone.close()

  now += 24 * 3600 * 1000
  const next = await openDemo(runtime)
  expect((await readPlaces(next)).length).toBeGreaterThan(150)
  next.close()
})
