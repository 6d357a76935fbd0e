import { useCallback, useEffect, useRef, useState } from 'react'
import type { Phone } from '../../device/phone.ts'
import {
  dropWeekDraft,
  keepWeekDraft,
  readWeekDraft,
  type WeekDraft,
} from '../../device/week-draft.ts'

/** Something half said, and how to change it. `forget` is for when it is kept elsewhere. */
export interface DraftState {
  readonly draft: WeekDraft
  /** Something of it has been typed or set that is not kept elsewhere yet. */
  readonly isDirty: boolean
  readonly full: boolean
  readonly change: (next: Partial<WeekDraft>) => void
  readonly forget: () => Promise<void>
}

const PAUSE = 250

/**
 * Holds what is being said in a step. Every change is on the disk, sealed, a quarter of a second
 * later, and at once when the app goes to the background or the step ends. Null until it is read;
 * where nothing was half said it begins with `from`.
 */
export function useWeekDraft(phone: Phone, name: string, from: WeekDraft): DraftState | null {
  const [held, setHeld] = useState<{ readonly name: string; readonly draft: WeekDraft } | null>(
    null,
  )
  const [isDirty, setDirty] = useState(false)
  const [full, setFull] = useState(false)
  const current = useRef<WeekDraft | null>(null)
  const unsaved = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const saving = useRef<Promise<void>>(Promise.resolve())
  const begun = useRef(from)

  useEffect(() => {
    let here = true
    async function begin(): Promise<void> {
      const found = await readWeekDraft(phone, name).catch(() => null)
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

  const save = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    const written = current.current
    if (!unsaved.current || !written) return
    unsaved.current = false
    // One after the other: what was typed last must be what is found.
    saving.current = saving.current
      .then(() => keepWeekDraft(phone, name, written))
      .then(
        () => setFull(false),
        () => setFull(true),
      )
  }, [phone, name])

  const change = useCallback(
    (next: Partial<WeekDraft>) => {
      current.current = { ...current.current, ...next }
      unsaved.current = true
      setDirty(true)
      setHeld({ name, draft: current.current })
      if (timer.current === undefined) timer.current = setTimeout(save, PAUSE)
    },
    [save, name],
  )

  const forget = useCallback(async () => {
    clearTimeout(timer.current)
    timer.current = undefined
    unsaved.current = false
    // A draft still on its way to the disk must not arrive after what it became.
    await saving.current
    await dropWeekDraft(phone, name)
    setDirty(false)
  }, [phone, name])

  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === 'hidden') save()
    }
    window.addEventListener('pagehide', save)
    document.addEventListener('visibilitychange', hide)
    return () => {
      window.removeEventListener('pagehide', save)
      document.removeEventListener('visibilitychange', hide)
      save()
    }
  }, [save])

  return held?.name === name ? { draft: held.draft, isDirty, full, change, forget } : null
}
