import { type RefObject, useEffect, useRef } from 'react'

/** What of a row the keyboard comes to first: the moment itself, or the way to a loop. */
const REACHABLE = 'button:not(:disabled), a, summary'

/**
 * Knows the key of the row that has the keyboard on it, and lets the arrow keys walk from row to row, in the
 * order in which things happened.
 */
export function useFocusedRow(list: RefObject<HTMLElement | null>): RefObject<string | null> {
  const focused = useRef<string | null>(null)
  useEffect(() => {
    const node = list.current
    if (!node) return
    const enter = ({ target }: FocusEvent) => {
      focused.current = (target as Element).closest('li')?.getAttribute('data-row') ?? null
    }
    const leave = () => {
      focused.current = null
    }
    node.addEventListener('focusin', enter)
    node.addEventListener('focusout', leave)
    node.addEventListener('keydown', walk)
    return () => {
      node.removeEventListener('focusin', enter)
      node.removeEventListener('focusout', leave)
      node.removeEventListener('keydown', walk)
    }
  }, [list])
  return focused
}

/** Puts the keyboard on the row of that key. False: it is not drawn yet. */
export function focusRow(list: HTMLElement | null, key: string): boolean {
  const rows = [...(list?.querySelectorAll<HTMLElement>('li') ?? [])]
  const row = rows.find((each) => each.getAttribute('data-row') === key)
  const target = row?.querySelector<HTMLElement>(REACHABLE)
  target?.focus({ preventScroll: true })
  return target != null
}

function walk(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const row = (event.target as Element).closest('li')
  if (step === 0 || !row || event.target !== row.querySelector(REACHABLE)) return
  const following = (of: Element) => (step > 0 ? of.nextElementSibling : of.previousElementSibling)
  for (let next = following(row); next; next = following(next)) {
    const target = next.querySelector<HTMLElement>(REACHABLE)
    if (!target) continue
    event.preventDefault()
    target.focus()
    return
  }
}
