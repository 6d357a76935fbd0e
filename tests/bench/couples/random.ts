/** Random numbers from a seed: the bench gives the same table on every machine. */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = Math.imul(seed, 0x9e3779b1) ^ 0x5bf03635
  }

  /** Even in [0, 1) (mulberry32). */
  even(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  chance(p: number): boolean {
    return this.even() < p
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.even() * list.length)] as T
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.even())
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.even())) * Math.cos(2 * Math.PI * this.even())
  }

  /** How many arrive where `mean` are expected. */
  poisson(mean: number): number {
    let count = 0
    for (let left = this.exponential(1); left < mean; left += this.exponential(1)) count++
    return count
  }
}
