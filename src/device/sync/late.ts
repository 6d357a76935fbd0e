import type { Move } from '../../journal/move.ts'
import { envelopeSchema } from '../../sync/envelope.ts'
import type { LaterRow } from '../database.ts'
import type { Phone } from '../phone.ts'
import { applyAside } from './read-again.ts'

/** What was set aside because it came under a key that was put away (`late-rows.ts`), for its owner to decide. */

/** One row that was set aside. */
export interface Late {
  readonly id: string
  /** Whether it says that this person wrote it. */
  readonly isOwn: boolean
  /** What it says happened; null where it is no moment, as a delete. */
  readonly move: Move | null
}

/** What is set aside. For a live query. */
export async function readLate(phone: Phone): Promise<Late[]> {
  const rows = await findLate(phone)
  return rows.map(({ record }) => {
    const opened = phone.vault.open(record)
    const body = opened.ok ? opened.body : null
    const move = body?.type === 'entry' || body?.type === 'card' ? body.move : null
    return { id: record.id, isOwn: record.author === phone.me, move }
  })
}

/** It was me, or the other one says it was them: it takes its place like any other row. */
export async function takeLate(phone: Phone, id: string): Promise<void> {
  const rows = (await findLate(phone)).filter(({ record }) => record.id === id)
  await applyAside(phone, rows, 'late-too')
}

/** It was not: it is forgotten here. */
export async function dropLate(phone: Phone, id: string): Promise<void> {
  const rows = (await findLate(phone)).filter(({ record }) => record.id === id)
  await phone.db.later.bulkDelete(rows.map(({ seq }) => seq))
}

async function findLate({ db }: Phone) {
  const rows = await db.later.filter(isSetAside).toArray()
  return rows.flatMap(({ seq, record }) => {
    const read = envelopeSchema.safeParse(record)
    return read.success ? [{ seq, record: read.data }] : []
  })
}

const isSetAside = ({ late }: LaterRow): boolean => late === 1
