import type { devices } from '../messages/devices.ts'

/** Why adding a phone did not work, in a sentence. */
export function sayFailure(reason: string, m: typeof devices): string {
  const said = (m.failed as Readonly<Record<string, unknown>>)[reason]
  return typeof said === 'string' ? said : m.failed.other(reason)
}
