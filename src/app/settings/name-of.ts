import type { Us } from '../../device/couple/us.ts'
import type { settings } from '../messages/settings.ts'

/** The name behind a person's id. */
export function nameOf(author: string, us: Us, m: typeof settings): string {
  return author === us.me.id ? (us.me.name ?? m.you) : (us.partner?.name ?? m.partner)
}
