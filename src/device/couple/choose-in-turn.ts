import { nextTurn, type Turned } from '../../journal/turn.ts'
import type { Edit } from '../edit.ts'
import type { Phone } from '../phone.ts'
import { type Saved, writeWhile } from '../records.ts'

/**
 * Writes a choice that either of two may make. `edit` makes it of all that `read` answers, and of its turn; where
 * another choice came in between it is made anew. So of two that come right after one another both count.
 * `read` reads `records` alone.
 */
export async function chooseInTurn<T extends Turned>(
  phone: Phone,
  couple: string | null,
  read: () => Promise<readonly T[]>,
  edit: (all: readonly T[], turn: number) => Edit,
): Promise<Saved> {
  for (;;) {
    const all = await read()
    const turn = nextTurn(all)
    const holds = async () => nextTurn(await read()) === turn
    const saved = await writeWhile(phone, [edit(all, turn)], couple, holds)
    if (saved.ok || saved.reason !== 'changed') return saved
  }
}
