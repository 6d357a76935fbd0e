/** Chance from a seed: the same text gives the same numbers on every machine (FNV-1a, then mulberry32). */
export class Chance {
  private state: number

  constructor(seed: string) {
    let hash = 0x811c9dc5
    for (let i = 0; i < seed.length; i += 1) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193)
    this.state = hash
  }

  /** Even in [0, 1). */
  even(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** An integer from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.even() * count)
  }

  is(probability: number): boolean {
    return this.even() < probability
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }

  /** One of the names, each as often as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const names = Object.keys(weights) as T[]
    const sum = names.reduce((total, name) => total + weights[name], 0)
    let left = this.even() * sum
    for (const name of names) {
      left -= weights[name]
      if (left < 0) return name
    }
    return names[0] as T
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length)
    for (let i = 0; i < length; i += 1) bytes[i] = this.even() * 256
    return bytes
  }
}
