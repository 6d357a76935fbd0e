import { readNewestPlaces } from '../../../../src/device/moments/newest.ts'
import { readMoments } from '../../../../src/device/moments/read.ts'
import { openPhone, type Phone } from '../../../../src/device/phone.ts'
import { browserRuntime, type Runtime } from '../../../../src/device/runtime.ts'
import { instant } from '../instant.ts'

/** Tideline's own phone on a page without a face, served by the real server: opening it, and showing what is on it. */

export let phone: Phone

/** When the first bytes of a feed came, and, while they are kept, what they were. */
export const watched = {
  pages: [] as string[],
  firstBytes: null as number | null,
  isKeeping: false,
}

/** The browser's runtime, watched. */
function watchedRuntime(): Runtime {
  const runtime = browserRuntime()
  return {
    ...runtime,
    async fetch(input, init) {
      const response = await runtime.fetch(input, init)
      if (!(input as string).includes('/api/feed')) return response
      watched.firstBytes ??= instant()
      if (watched.isKeeping) watched.pages.push(await response.clone().text())
      return response
    },
  }
}

export async function open(): Promise<void> {
  phone = await openPhone(watchedRuntime())
}

/** Opens the phone and shows its newest moments. */
export async function showNewest(many: number): Promise<void> {
  await open()
  draw(await readShown(many))
}

export async function readShown(many: number): Promise<string[]> {
  const places = await readNewestPlaces(phone, many)
  const read = await readMoments(
    phone,
    places.map(({ key }) => key),
  )
  return read.map((each) =>
    'move' in each ? `${each.move.kind} ${each.move.at} ${each.words.note ?? ''}` : 'unreadable',
  )
}

export function draw(rows: readonly string[]): void {
  const items = rows.map((text) => {
    const item = document.createElement('li')
    item.textContent = text
    return item
  })
  document.getElementById('rows')?.replaceChildren(...items)
}
