import type { Phone } from '../phone.ts'

/**
 * What time it is for sure. The phone has a clock, which whoever holds it can set; the API has said by
 * how much it is wrong, which whoever runs the API can make up. Only both together can hurry anything.
 */
async function bothClocks({ db, runtime }: Phone): Promise<[number, number]> {
  const offset = ((await db.state.get('clock-offset'))?.value as number | undefined) ?? 0
  const own = runtime.clock()
  return [own, own + offset]
}

/** A time that has been reached by both clocks, in ms. */
export const earliestNow = async (phone: Phone): Promise<number> =>
  Math.min(...(await bothClocks(phone)))

/** A time that neither clock has passed, in ms. */
export const latestNow = async (phone: Phone): Promise<number> =>
  Math.max(...(await bothClocks(phone)))
