import type { Device } from './caller.ts'
import type { Hub } from './hub.ts'
import { refuse, type Refusal } from './problem.ts'
import type { Store } from './store/store.ts'

/**
 * Deletes the caller's account. `person` says once more whose it is. Whoever is in a couple leaves it
 * first, with a signed link; nobody is poked. When this answers, what was deleted is overwritten in the
 * database's files as well, as far as the engine can (`Store.shred`).
 */
export async function deleteAccount(
  { store, hub }: { store: Store; hub: Hub },
  caller: Device,
  person: string,
): Promise<{ answer: { deleted: true } } | Refusal> {
  if (person !== caller.person) return refuse('not-yours', 'body.person')
  const devices = await store.transaction(async (tx) => {
    const known = await tx.lockPerson(person)
    const couple = known?.couple ? await tx.lockCouple(known.couple) : null
    if (couple && !couple.isClosed) return null
    const ids = await tx.devicesOf(person)
    await tx.forget(person)
    await tx.announce([...ids].map((device) => ({ type: 'dismissed', device })))
    return ids
  }, person)
  if (!devices) return refuse('already-paired')
  for (const device of devices) hub.dismiss(device)
  await store.shred()
  return { answer: { deleted: true } }
}
