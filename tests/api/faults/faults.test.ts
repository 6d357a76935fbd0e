import { afterEach, describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../../e2e/server.ts'
import { killAndLook } from './kill.ts'
import { cutPower, hasStrace, record } from './power.ts'

/** A slice of `npm run test:server-faults`, with its mutants. */

const MUTANT = 'tests/api/faults/careless-server.ts'

let running: RunningServer | undefined
afterEach(() => running?.remove())

describe('a server killed under load', () => {
  it('has every acknowledged record, once and in order', async () => {
    running = await startServer()
    const { acknowledged, ...rest } = await killAndLook(running, 3)
    expect(rest).toEqual({ cycles: 3, lost: 0, disordered: 0 })
    expect(acknowledged).toBeGreaterThan(0)
  }, 240_000)

  it('is found out if it answers before it commits', async () => {
    running = await startServer({ command: [MUTANT] })
    expect((await killAndLook(running, 2)).lost).toBeGreaterThan(0)
  }, 240_000)
})

describe.skipIf(!hasStrace())('a server that loses power', () => {
  it('has every acknowledged record in 40 images of its disk', async () => {
    const recording = await record(8)
    const { lost, broken, checked, complaint } = await cutPower(recording, 40, 1)
    expect({ lost, broken, complaint }).toEqual({ lost: 0, broken: 0, complaint: '' })
    expect(checked).toBeGreaterThan(0)
  }, 240_000)

  it('is found out if its commits do not wait for the disk', async () => {
    const { lost } = await cutPower(await record(8, 'normal'), 20, 1)
    expect(lost).toBeGreaterThan(0)
  }, 240_000)
})
