/** The Web Locks of one device: exclusive ones, in the order of asking. A dead tab's are let go. */
export class Locks {
  private readonly queues = new Map<string, Claim[]>()

  /** What one tab's runtime gets as `locks`. */
  forTab(isDead: () => boolean): LockManager {
    const request = (name: string, ...rest: unknown[]): Promise<unknown> => {
      const work = rest.at(-1) as () => Promise<unknown>
      const { signal } = (rest.length > 1 ? rest[0] : {}) as { signal?: AbortSignal }
      return new Promise((resolve, reject) => {
        const begin = async () => {
          try {
            resolve(await work())
          } catch (error) {
            reject(error)
          } finally {
            this.drop(name, claim)
          }
        }
        const claim: Claim = { isDead, begin, isHeld: false }
        signal?.addEventListener('abort', () => {
          if (claim.isHeld) return
          this.drop(name, claim)
          reject(signal.reason as Error)
        })
        this.queues.set(name, [...(this.queues.get(name) ?? []), claim])
        this.grant(name)
      })
    }
    return { request, query: async () => ({}) }
  }

  /** A tab has died: whoever waited for its locks may go on. */
  letGo(): void {
    for (const [name, claims] of this.queues) {
      this.queues.set(
        name,
        claims.filter((each) => !each.isDead()),
      )
      this.grant(name)
    }
  }

  private drop(name: string, claim: Claim): void {
    this.queues.set(
      name,
      (this.queues.get(name) ?? []).filter((each) => each !== claim),
    )
    this.grant(name)
  }

  private grant(name: string): void {
    const first = this.queues.get(name)?.[0]
    if (!first || first.isHeld) return
    first.isHeld = true
    void first.begin()
  }
}

interface Claim {
  readonly isDead: () => boolean
  readonly begin: () => Promise<void>
  isHeld: boolean
}
