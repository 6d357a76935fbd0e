import { expect, it } from 'vitest'
import { keepRuns } from '../../../src/app/runs.ts'
import type { Runs } from '../../../src/device/loops/cycles.ts'
import type { Runtime } from '../../../src/device/runtime.ts'

const runtime = { clock: () => 0, database: 'x' } as unknown as Runtime
const found = (seq: number) => ({ seq }) as unknown as Runs
const soon = () => new Promise((resolve) => setTimeout(resolve, 200))

it('one search for loops ends before the next begins, and the last change is never missed', async () => {
  const asked: ((runs: Runs) => void)[] = []
  const keeper = keepRuns(runtime, () => new Promise((resolve) => asked.push(resolve)))
  keeper.refresh()
  await soon()
  keeper.refresh()
  await soon()
  keeper.refresh()
  await soon()
  expect(asked).toHaveLength(1)
  asked[0]?.(found(1))
  await soon()
  expect(keeper.read()).toMatchObject({ phase: 'ready', runs: { seq: 1 } })
  expect(asked).toHaveLength(2)
  asked[1]?.(found(2))
  await soon()
  expect(keeper.read()).toMatchObject({ runs: { seq: 2 } })
  expect(asked).toHaveLength(2)
})

it('a search that fails leaves the loops that were there', async () => {
  let fails = false
  const keeper = keepRuns(runtime, () =>
    fails ? Promise.reject(new Error('no')) : Promise.resolve(found(1)),
  )
  keeper.refresh()
  await soon()
  fails = true
  keeper.refresh()
  await soon()
  expect(keeper.read()).toMatchObject({ phase: 'failed', runs: { seq: 1 } })
})
