import { expect, it } from 'vitest'
import { createDetector, detectHere } from '../../src/server/detector.ts'
import { danceOf } from './client.ts'

/** The detector in its process answers what it answers here, byte for byte, and one is enough for all. */

it('is the same detector, however many ask', async () => {
  const detector = createDetector()
  const now = '2026-03-08T12:00:00.000Z'
  const journals = Array.from({ length: 5 }, (_, i) => danceOf('ana', 'ben', i * 86_400_000))
  const found = await Promise.all(journals.map((moves, n) => detector.detect(`${n}`, moves, now)))
  const here = await Promise.all(journals.map((moves, n) => detectHere(`${n}`, moves, now)))
  expect(found).toEqual(here)
  detector.close()
})

it('finds again only what changed in a journal it knows, and says the same', async () => {
  const detector = createDetector()
  const now = '2026-03-08T12:00:00.000Z'
  const dance = danceOf('ana', 'ben', 0)
  for (const moves of [dance, dance.slice(1), dance, dance.toReversed()]) {
    expect(await detector.detect('', moves, now)).toBe(await detectHere('', moves, now))
  }
  detector.close()
})

it('tells those who wait when it ends, and begins again for the next', async () => {
  const detector = createDetector()
  const now = '2026-03-08T12:00:00.000Z'
  const asked = detector.detect('', [], now)
  detector.close()
  await expect(asked).rejects.toThrow('The detector has ended')
  expect(JSON.parse(await detector.detect('', [], now))).toMatchObject({ cycles: [] })
  detector.close()
})
