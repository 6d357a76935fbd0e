import type { LaterRow } from '../database.ts'
import type { Phone } from '../phone.ts'
import { UNOPENED, UNREADABLE } from './open-rows.ts'

/**
 * What has arrived and cannot be opened on this phone: kept as it came, in nobody's way. `key`: its key
 * is not here yet. `newer`: a newer Tideline wrote it. `unreadable`: it is not what it says it is.
 */
export interface Unopened {
  readonly id: string
  readonly reason: 'key' | 'newer' | 'unreadable'
}

/** All of it. For a live query. */
export async function readUnopened({ db }: Phone): Promise<Unopened[]> {
  const held = await db.records.where('type').anyOf([UNOPENED, UNREADABLE]).toArray()
  const later = (await db.later.toArray()).filter(isUnread)
  return [
    ...held.map(({ key, type }): Unopened => {
      return { id: key, reason: type === UNOPENED ? 'key' : 'unreadable' }
    }),
    ...later.map(({ seq }): Unopened => ({ id: `row ${seq}`, reason: 'newer' })),
  ]
}

/** The same as a file, sealed as it is: for whoever is to find out what it was. */
export async function exportUnopened({ db }: Phone): Promise<string> {
  const held = await db.records.where('type').anyOf([UNOPENED, UNREADABLE]).toArray()
  const later = (await db.later.toArray()).filter(isUnread)
  const rows = [
    ...held.map(({ seq, envelope }) => ({ seq, record: envelope })),
    ...later.map(({ seq, record }) => ({ seq, record })),
  ]
  return JSON.stringify({ format: 'tideline-unopened', version: 1, rows }, null, 1)
}

/** Neither set aside for its owner to decide, nor only waiting for an own edit. */
const isUnread = ({ late, behind }: LaterRow): boolean => late !== 1 && behind !== 1
