/** What a bench has measured: one row of the table. */
export interface Figure {
  readonly what: string
  readonly measured: number
  readonly bound: number
  readonly unit: 'KB' | 'ms' | 'MB' | 'times' | 'points'
  /** How it came about: runs, spread, the other side of a ratio. */
  readonly detail: string
}

/** Below this share of all values lies the answer; `quantile(values, 0.5)` is the median. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b)
  const value = ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))]
  if (value === undefined) throw new Error('Nothing was measured.')
  return value
}

export function isWithin(figure: Figure): boolean {
  return figure.measured <= figure.bound
}

/** The rows as a table for the terminal. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    isWithin(figure) ? '✓' : '✗',
    figure.what,
    `${round(figure.measured)} ${figure.unit}`,
    `≤ ${figure.bound} ${figure.unit}`,
    figure.detail,
  ])
  const all = [['', 'figure', 'measured', 'bound', 'how'], ...rows]
  const widths = [0, 1, 2, 3].map((n) => Math.max(...all.map((row) => (row[n] ?? '').length)))
  return all
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function round(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(1)
}
