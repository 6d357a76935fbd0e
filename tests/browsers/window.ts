/** One browser window in the hand of a story, whatever engine draws it. */
export interface Window {
  goto(path: string): Promise<void>
  reload(): Promise<void>
  /** Runs an expression of JavaScript in the page, and answers its value as JSON has it. */
  read(expression: string): Promise<unknown>
  /** Presses what an expression of JavaScript answers, an element. */
  press(expression: string): Promise<void>
  /** Types into what has the keyboard, key by key. */
  type(text: string): Promise<void>
  close(): Promise<void>
}

/** A browser that opens windows, each with a profile of its own. */
export interface Engine {
  readonly name: string
  open(origin: string): Promise<Window>
  close(): Promise<void>
}

const PATIENCE = 60_000
const LOOKS_EVERY = 150
const TRIES = 30

/** Waits until an expression is true in the page. `what` is said when it does not become so. */
export async function until(window: Window, what: string, expression: string): Promise<void> {
  const deadline = Date.now() + PATIENCE
  while (Date.now() < deadline) {
    // Between two pages there is nobody to ask.
    if ((await window.read(`Boolean(${expression})`).catch(() => false)) === true) return
    await new Promise((wake) => setTimeout(wake, LOOKS_EVERY))
  }
  const shown = await window.read('document.body.innerText').catch(String)
  throw new Error(`Not seen: ${what}. The screen says:\n${String(shown)}`)
}

/** Waits until these words are on the screen. */
export const sees = (window: Window, words: string): Promise<void> =>
  until(window, words, `document.body.innerText.includes(${JSON.stringify(words)})`)

/** Presses the button or link that says so, as soon as it is there. */
export async function tap(window: Window, words: string): Promise<void> {
  const found = find('button, a[href], summary', words)
  await until(window, `something to press that says ${words}`, found)
  // A sheet that still slides in, or a row that still moves, takes no finger: it is tried again.
  for (let tries = 1; ; tries += 1) {
    try {
      await window.press(found)
      return
    } catch (error) {
      if (tries === TRIES) throw new Error(`${words} could not be pressed`, { cause: error })
      await new Promise((wake) => setTimeout(wake, LOOKS_EVERY))
    }
  }
}

/** Types into the field with that label. */
export async function fill(window: Window, label: string, text: string): Promise<void> {
  const found = find('input, textarea', label)
  await until(window, `a field for ${label}`, found)
  await window.press(found)
  await window.type(text)
}

/** The first visible element of these that is called so, as an expression. It is brought to the middle. */
function find(selector: string, words: string): string {
  return `(() => {
    const named = (each) => [each.getAttribute('aria-label'), each.textContent,
      ...[...(each.labels ?? [])].map((label) => label.textContent)]
    const all = [...document.querySelectorAll(${JSON.stringify(selector)})]
    const one = all.find((each) => !each.disabled && each.getClientRects().length > 0 &&
      named(each).some((name) => name?.replace(/\\s+/g, ' ').includes(${JSON.stringify(words)})))
    one?.scrollIntoView({ block: 'center' })
    return one
  })()`
}
