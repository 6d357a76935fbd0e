import type { Settings } from '../../journal/body.ts'
import { ONLY_ME, type Sharing } from '../../journal/entry.ts'
import { instantOf, type Kind } from '../../journal/move.ts'
import { readOpenCouple } from '../couple/couple.ts'
import type { Phone } from '../phone.ts'
import { type Hours, openingAt, readDefault, readHours } from './opening.ts'

/**
 * What a tap has to know before it can be kept: who may see a new entry, and what was kept within the
 * last minute. Reading it takes a slow phone as long as writing the entry, so a phone that is open
 * keeps it at hand.
 */
export interface TapContext {
  /** The author's default; `me` without a couple. */
  readonly chosen: Settings['sharing']
  /** The couple it would open to; null without one. */
  readonly couple: string | null
  /** By whose clock mornings and weeks are counted; null where nothing opens by itself. */
  readonly hours: Hours | null
  readonly recent: readonly { readonly id: string; readonly kind: Kind; readonly at: number }[]
}

/** How long the same shape tapped again is still the same moment, in ms. */
const SAME_MOMENT = 60_000

const atHand = new WeakMap<object, TapContext>()

/** Keeps the context at hand while the phone is open. Answers how to stop. */
export function keepReady(phone: Phone): () => void {
  const subscription = phone
    .live(() => readTapContext(phone))
    .subscribe({
      next: (context) => atHand.set(phone.db, context),
      // The database went away: the next tap reads for itself.
      error: () => atHand.delete(phone.db),
    })
  return () => {
    subscription.unsubscribe()
    atHand.delete(phone.db)
  }
}

/** The context at hand, or null. */
export const contextAtHand = ({ db }: Phone): TapContext | null => atHand.get(db) ?? null

/** Adds what was just kept, so that the next tap knows of it before the database says so. */
export function noteTap({ db }: Phone, tap: TapContext['recent'][number]): void {
  const context = atHand.get(db)
  if (context) atHand.set(db, { ...context, recent: [...context.recent, tap] })
}

/** Reads the context. */
export async function readTapContext(phone: Phone): Promise<TapContext> {
  const { db, vault, me } = phone
  const now = phone.runtime.clock()
  const [couple, rows] = await Promise.all([
    readOpenCouple(db),
    db.records
      .where('[at+key]')
      .between([now - SAME_MOMENT, ''], [now + SAME_MOMENT, '\uffff'])
      .toArray(),
  ])
  const recent = rows.flatMap(({ envelope }) => {
    if (envelope.author !== me || envelope.audience !== 'me') return []
    const opened = vault.open(envelope)
    if (!opened.ok || opened.body.type !== 'entry') return []
    const { kind, at } = opened.body.move
    return [{ id: envelope.id, kind, at: instantOf(at) }]
  })
  const chosen = couple ? await readDefault(phone) : 'me'
  return {
    chosen,
    couple: couple?.id ?? null,
    // To ask for the zone takes a slow phone as long as all the rest: only where it is needed.
    hours: chosen === 'me' ? null : await readHours(phone, couple),
    recent,
  }
}

/** The entry that a tap of this kind would be the same as; null where it is a new one. */
export function sameMoment({ recent }: TapContext, kind: Kind, now: number): string | null {
  const same = recent.findLast(
    (each) => each.kind === kind && Math.abs(each.at - now) <= SAME_MOMENT,
  )
  return same?.id ?? null
}

/** Who may see an entry kept now, by the author's default. */
export function sharingOf({ chosen, couple, hours }: TapContext, now: number): Sharing {
  if (chosen === 'me' || couple === null || hours === null) return ONLY_ME
  const opensAt = new Date(openingAt(now, hours, chosen)).toISOString()
  return { with: 'us', number: 1, opens: chosen, opensAt, words: [], couple }
}
