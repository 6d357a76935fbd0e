import { useCallback, useEffect, useRef, useState } from 'react'
import { dropHalfSaid, type HalfSaid, keepHalfSaid, readHalfSaid } from '../device/half-said.ts'
import type { Phone } from '../device/phone.ts'

/** What of it changes, or how that follows from what stands there. */
type Change = Partial<HalfSaid> | ((before: HalfSaid) => Partial<HalfSaid>)

/** Something half said, and how to change it. `forget` is for when it is kept elsewhere. */
export interface DraftState {
  readonly draft: HalfSaid
  /** Something of it has been typed or set that is not kept elsewhere yet. */
  readonly isDirty: boolean
  readonly full: boolean
  readonly change: (next: Change) => void
  readonly forget: () => Promise<void>
}

/**
 * Holds what is being said, in a step or elsewhere. Every change goes to the disk at once, sealed, one write after
 * the other; what is typed while one is under way goes with the next. Null until it is read; where
 * nothing was half said it begins with `from`.
 */
export function useHalfSaid(phone: Phone, name: string, from: HalfSaid): DraftState | null {
  const [held, setHeld] = useState<{ readonly name: string; readonly draft: HalfSaid } | null>(null)
  const [isDirty, setDirty] = useState(false)
  const [full, setFull] = useState(false)
  const current = useRef<HalfSaid | null>(null)
  const unsaved = useRef(false)
  const saving = useRef<Promise<void> | null>(null)
  const begun = useRef(from)

  useEffect(() => {
    let here = true
    async function begin(): Promise<void> {
      const found = await readHalfSaid(phone, name).catch(() => null)
      if (!here || current.current) return
      current.current = found ?? begun.current
      setDirty(found !== null)
      setHeld({ name, draft: current.current })
    }
    void begin()
    return () => {
      here = false
    }
  }, [phone, name])

  const save = useCallback(async () => {
    while (unsaved.current && current.current) {
      unsaved.current = false
      const isKept = await keepHalfSaid(phone, name, current.current).then(
        () => true,
        () => false,
      )
      setFull(!isKept)
    }
    saving.current = null
  }, [phone, name])

  const change = useCallback(
    (next: Change) => {
      const before = current.current ?? {}
      current.current = { ...before, ...(typeof next === 'function' ? next(before) : next) }
      unsaved.current = true
      setDirty(true)
      setHeld({ name, draft: current.current })
      if (saving.current === null) saving.current = save()
    },
    [save, name],
  )

  const forget = useCallback(async () => {
    unsaved.current = false
    // A draft still on its way to the disk must not arrive after what it became.
    await saving.current
    await dropHalfSaid(phone, name)
    setDirty(false)
  }, [phone, name])

  return held?.name === name ? { draft: held.draft, isDirty, full, change, forget } : null
}
