/** An instant in milliseconds as ISO 8601 in UTC, the same on every engine. */
export function instantText(instant: number): string {
  return new Date(instant).toISOString()
}
