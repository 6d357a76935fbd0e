import { Dexie } from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Phone } from '../../../src/device/phone.ts'
import { openTestPhone } from './phones.ts'
import { openWorld, type World } from '../../api/world.ts'
import { people } from '../../people.ts'

/** A live query notices a change of everything it has read, however its reading is put together. */

// Without one Dexie takes this for a server, where nothing is watched. The phone brings its own all the same.
Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange })
const PATIENT = { timeout: 5_000 }

let world: World
let phone: Phone
beforeEach(async () => {
  world = await openWorld()
  ;({ phone } = await openTestPhone(world, people.first.zone))
})
afterEach(async () => {
  phone.close()
  await world.close()
})

const read = (name: string) => phone.db.state.get(name)

/** As when a reader asks another, who asks another. */
async function readDeep(depth: number, name: string): Promise<unknown> {
  return depth === 0 ? read(name) : await readDeep(depth - 1, name)
}

const readAll = async (names: readonly string[]) => {
  for (const name of names) await read(name)
}

const QUERIES: readonly (readonly [how: string, query: () => Promise<unknown>])[] = [
  ['alone', () => read('last')],
  ['after one other', async () => (await read('first'), read('last'))],
  ['after many others', async () => (await readAll(Array.from('abcdefghij')), read('last'))],
  ['after one three calls deep', async () => (await readDeep(3, 'first'), read('last'))],
  ['after one eight calls deep', async () => (await readDeep(8, 'first'), read('last'))],
  ['eight calls deep itself', async () => (await readDeep(8, 'first'), readDeep(8, 'last'))],
  [
    'after some that were read together',
    async () => {
      await Promise.all([readDeep(3, 'a'), readAll(['b', 'c']), readDeep(6, 'd')])
      return read('last')
    },
  ],
  [
    'after a few steps that read nothing',
    async () => {
      await read('first')
      for (let step = 0; step < 10; step += 1) await Promise.resolve()
      return read('last')
    },
  ],
]

it.each(QUERIES)('what is read last is noticed: %s', async (_, query) => {
  const answered = vi.fn<() => void>()
  // As screens ask: through a function that is not async itself.
  const watching = phone.live(() => query()).subscribe({ next: answered })
  await vi.waitFor(() => expect(answered).toHaveBeenCalledTimes(1), PATIENT)
  await phone.db.state.put({ name: 'last', value: 1 })
  await vi.waitFor(() => expect(answered).toHaveBeenCalledTimes(2), PATIENT)
  watching.unsubscribe()
})

it('a reading whose connection goes away under it is answered all the same', async () => {
  const answered = vi.fn<(value: unknown) => void>()
  let falls = 2
  const watching = phone
    .live(async () => {
      if ((falls -= 1) >= 0) throw new Dexie.DatabaseClosedError()
      return (await read('last'))?.value
    })
    .subscribe({ next: answered })
  await vi.waitFor(() => expect(answered).toHaveBeenCalledTimes(1), PATIENT)
  await phone.db.state.put({ name: 'last', value: 1 })
  await vi.waitFor(() => expect(answered).toHaveBeenLastCalledWith(1), PATIENT)
  watching.unsubscribe()
})
