import type { Body, UnknownBody } from '../../journal/body.ts'
import type { Entry } from '../../journal/entry.ts'
import type { Move } from '../../journal/move.ts'
import type { Envelope } from '../../sync/envelope.ts'
import type { StoredRecord } from '../database.ts'
import type { Phone } from '../phone.ts'
import { isSameEnvelope } from '../recent.ts'

/** What the detector and the timeline's filter read of a record. */
export type Said =
  | { readonly type: 'card'; readonly move: Move }
  | { readonly type: 'entry'; readonly move: Move; readonly sharing: Entry['sharing'] }
  | { readonly type: 'other' }

/** What records said, by their envelopes: in memory only, so that each is opened once as long as it stays as it is. */
export class SaidMemory {
  private readonly known = new Map<string, { readonly of: Envelope; readonly said: Said }>()

  /** What this record says, opened only if it is not the one known by this key. Null: it does not open. */
  read({ vault }: Phone, { key, envelope }: StoredRecord): Said | null {
    const known = this.known.get(key)
    if (known && isSameEnvelope(known.of, envelope)) return known.said
    const opened = vault.open(envelope)
    if (!opened.ok) return null
    const said = saidBy(opened.body)
    this.known.set(key, { of: envelope, said })
    return said
  }
}

function saidBy(body: Body | UnknownBody): Said {
  if (body.type === 'card') return { type: 'card', move: body.move }
  if (body.type === 'entry') return { type: 'entry', move: body.move, sharing: body.sharing }
  return { type: 'other' }
}
