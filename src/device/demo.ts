import { openPhone, type Phone } from './phone.ts'
import type { Runtime } from './runtime.ts'

/**
 * A phone that holds the demo couple's season, in a database of its own and without any network. It
 * is sealed and read like every other; only its partner's half was never on another phone. The season
 * always ends yesterday, so it is laid out anew on another day. `layOut` does so (`demo-season.ts`), here or
 * wherever the same database is open: sealing a season would keep a slow phone's screen for two seconds.
 */
export async function openDemo(
  runtime: Runtime,
  layOut: (phone: Phone) => Promise<void>,
): Promise<Phone> {
  if (runtime.api !== null) throw new Error('the demo couple has no network')
  const phone = await openPhone(runtime)
  const laid = await phone.db.state.get(DEMO_DAY)
  if (laid?.value === demoDay(runtime)) return phone
  await layOut(phone)
  await phone.reopen()
  return phone
}

/** On which day the season was laid out. */
export const DEMO_DAY = 'demo-day'
export const demoDay = (runtime: Runtime): string => new Date(runtime.clock()).toDateString()
