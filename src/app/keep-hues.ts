import { otherHue, readHues } from '../device/couple/hues.ts'
import { readUs } from '../device/couple/us.ts'
import type { Phone } from '../device/phone.ts'
import type { Hue, Pair } from '../journal/hues.ts'

const NAME = 'tideline:hues'

/**
 * Draws every screen in the hues that were chosen, now and whenever they change, and notes them for the next start:
 * they are then there before the journal is (`first.ts`). Nothing else is in that note.
 */
export function keepHues(phone: Phone): void {
  phone
    .live(async () => {
      const { pair, mine } = await readHues(phone)
      const { side } = await readUs(phone)
      return nameHues(pair, side === 'left' ? mine : otherHue(mine))
    })
    .subscribe({
      next: (name) => {
        document.documentElement.dataset['hues'] = name
        try {
          localStorage.setItem(NAME, name)
        } catch {
          // A browser that keeps nothing draws them a moment later.
        }
      },
      // The screens say what is wrong with the journal.
      error: () => undefined,
    })
}

/** As `tokens.css` knows them: the pair, and which of it is on the left. */
const nameHues = (pair: Pair, left: Hue): string => `${pair} ${left}`
