import { countWhile } from './count-while.ts'

/** What is found, in the order of time, of which a chapter at a time is taken out and put in. */
export class TimeOrdered<T extends { readonly from: string }> {
  private readonly list: T[] = []

  all(): readonly T[] {
    return this.list.slice()
  }

  /** Puts `after` in place of `before`; both are neighbours, of one chapter, in order. */
  replace(before: readonly T[], after: readonly T[]): void {
    const first = before[0] ?? after[0]
    if (first === undefined) return
    const last = this.list.at(-1)
    if (last === undefined || last.from < first.from) {
      for (const item of after) this.list.push(item)
      return
    }
    const at = this.indexOf(first.from)
    if (before.length !== after.length) this.list.splice(at, before.length, ...after)
    else for (const [n, item] of after.entries()) this.list[at + n] = item
  }

  /** The first that begins then or later. Instants in UTC compare as texts. */
  private indexOf(from: string): number {
    return countWhile(this.list.length, (at) => (this.list[at] as T).from < from)
  }
}
