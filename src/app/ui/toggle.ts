/** The chosen ones, with `value` among them if it was not, and without it if it was. */
export function toggle(chosen: readonly string[], value: string): string[] {
  return chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]
}
