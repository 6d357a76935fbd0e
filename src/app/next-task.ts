/** Lets the browser do what is more urgent, a tap or a frame, before what comes next. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
