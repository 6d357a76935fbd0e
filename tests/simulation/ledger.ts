import type { Field } from './schedule.ts'

/**
 * What people were told. Every text is one of its kind, so that it can be found again; every act says
 * what its author saw when they did it, so that what they knowingly replaced is not missed.
 */

/** `said`: the phone said that it is kept. `unheard`: the tab died, or it has not answered. */
export type Heard = 'said' | 'unheard' | 'refused'

/** A text was written over what stood there; or everything was deleted. */
export interface TextAct {
  readonly field: Field | null
  readonly text: string | null
  readonly device: string
  /** Texts that were on the screen, and are replaced. */
  readonly over: string[]
  heard: Heard
  /** A delete that was taken back, as the phone said. */
  isUndone: boolean
}

export type Opens = 'now' | 'morning' | 'week'

/** Who may see it was chosen. */
export interface ShareAct {
  readonly device: string
  /** When it was asked for and when it was answered, in the order of all acts. */
  readonly begun: number
  ended: number
  readonly choice:
    | { readonly with: 'me' }
    /** By whatever the author had chosen for new entries. */
    | { readonly with: 'default'; opensFrom: number }
    | {
        readonly with: 'us'
        readonly opens: Opens
        readonly words: readonly Field[]
        opensFrom: number
      }
  heard: Heard
}

/** What only a newer version knows was written, in order: each replaces the one before it. */
export interface NewerAct {
  readonly text: string
  readonly begun: number
  ended: number
  heard: Heard
}

export interface Book {
  readonly id: string
  readonly person: 0 | 1
  /** Its row was made unfit on purpose: it may be parked. */
  isPoisoned: boolean
  readonly texts: TextAct[]
  readonly shares: ShareAct[]
  /** Fields of this moment that only a newer version knows. */
  readonly newer: NewerAct[]
}

export class Ledger {
  readonly books = new Map<string, Book>()
  readonly order: [string[], string[]] = [[], []]
  /** Records of a type of some later version, by id. */
  readonly future = new Map<string, { readonly person: 0 | 1; readonly audience: 'me' | 'us' }>()
  /** The one record of a later version that is written over, by the device that runs it. */
  readonly ripple: { id: string | null; readonly acts: NewerAct[] } = { id: null, acts: [] }
  /** Loops the two drew, by name. `isErased` is null where nobody was told. */
  readonly loops = new Map<string, { readonly person: 0 | 1; isErased: boolean | null }>()
  /** Weeks that somebody has begun, in the order of all acts. */
  readonly weeks: { readonly week: string; readonly begun: number; isSaid: boolean }[] = []
  /** The last delete of an entry on a device. */
  readonly deletes = new Map<string, TextAct>()
  /** Moments of which nobody was told that they are kept. */
  readonly unheardLogs: [number, number] = [0, 0]
  /** Whether a person ever chose that new entries open by themselves. */
  readonly hasDefault: [boolean, boolean] = [false, false]
  private texts = 0
  private acts = 0

  /** A text that was never written before. */
  freshText(): string {
    this.texts += 1
    return `text ${this.texts}`
  }

  /** The next moment in the order of all acts. */
  tick(): number {
    this.acts += 1
    return this.acts
  }

  /** Begins an act of a newer version: nobody has been told of it yet. */
  newer(): NewerAct {
    return { text: this.freshText(), begun: this.tick(), ended: Infinity, heard: 'unheard' }
  }

  open(person: 0 | 1, id: string, initial: ShareAct): void {
    if (this.books.has(id)) return
    const book: Book = { id, person, isPoisoned: false, texts: [], shares: [initial], newer: [] }
    this.books.set(id, book)
    this.order[person].push(id)
  }

  /** One of a person's entries: 0 is the newest, just below 1 the oldest of the last twenty. */
  choose(person: 0 | 1, where: number): Book | null {
    const ids = this.order[person].slice(-20)
    const id = ids[ids.length - 1 - Math.floor(where * ids.length)]
    return id === undefined ? null : (this.books.get(id) ?? null)
  }
}

/**
 * The texts of an entry that must still be somewhere: what was said to be kept, and neither replaced
 * by someone who saw it nor found.
 */
export function missingTexts(
  book: Book,
  isHere: (text: string) => boolean,
  isDeleted: boolean,
): string[] {
  const counts = (act: TextAct): boolean => {
    if (act.heard === 'refused' || act.isUndone) return false
    if (act.heard === 'said') return true
    // Nobody was told: it counts if it has happened.
    return act.text === null ? isDeleted : isKept(act.text, new Set())
  }
  const isKept = (text: string, seen: Set<string>): boolean => {
    if (isHere(text)) return true
    if (seen.has(text)) return false
    seen.add(text)
    return book.texts.some(
      (act) =>
        act.over.includes(text) &&
        (act.heard === 'unheard' && act.text !== null ? isKept(act.text, seen) : counts(act)),
    )
  }
  return book.texts.flatMap((act) =>
    act.text !== null && act.heard === 'said' && !isKept(act.text, new Set()) ? [act.text] : [],
  )
}

/** Whether this may be what such a field says in the end: nothing was kept that began when it was kept. */
export function isLastOf(acts: readonly NewerAct[], text: string | undefined): boolean {
  const said = acts.filter(({ heard }) => heard === 'said')
  if (text === undefined) return said.length === 0
  const act = acts.find((each) => each.text === text && each.heard !== 'refused')
  return act !== undefined && !said.some(({ begun }) => begun > act.ended)
}

/** The texts that somebody who saw them has knowingly replaced, and was told so. */
export const replacedTexts = (book: Book): Set<string> =>
  new Set(book.texts.flatMap((act) => (act.heard === 'said' && act.text !== null ? act.over : [])))

/** What a person heard of what they did. */
export const heardAs = (saved: { readonly ok: boolean }): Heard => (saved.ok ? 'said' : 'refused')
