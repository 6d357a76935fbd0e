/**
 * Moments of one person as the app exports them, two and a half hours apart, of all kinds, from a counter and
 * not from chance; one in twenty-five has a situation.
 */
export function longJournal(count: number): object {
  const kinds = ['trigger', 'pursue', 'withdraw', 'repair']
  const end = Date.now() - 3_600_000
  return {
    format: 'tideline-journal',
    version: 1,
    exportedAt: new Date(end).toISOString(),
    entries: Array.from({ length: count }, (_, n) => ({
      id: `${String(n).padStart(21, 'A')}A`,
      author: 'me',
      move: {
        kind: kinds[(n * 7) % 4],
        at: new Date(end - (count - n) * 9_000_000).toISOString(),
        ...(n % 25 === 0 ? { triggers: ['in-laws'] } : {}),
      },
      words: { note: `moment ${n}` },
    })),
  }
}
