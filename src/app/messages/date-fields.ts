/** `2026-03-01` of an instant in this phone's zone, as date fields want it. */
export function dateField(instant: number): string {
  const date = new Date(instant)
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}

/** `19:02` of an instant in this phone's zone, as time fields want it. */
export function timeField(instant: number): string {
  const date = new Date(instant)
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
