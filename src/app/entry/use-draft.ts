import { useCallback, useEffect, useRef, useState } from 'react'
import type { Words } from '../../journal/entry.ts'
import type { Move } from '../../journal/move.ts'
import { holdDraft, keepDraft, readDraft } from '../../device/moments/draft.ts'
import type { Phone } from '../../device/phone.ts'
import type { Moment } from '../../device/moments/read.ts'
import { editEntry } from '../../device/moments/edit-entry.ts'

export interface Draft {
  readonly move: Move
  readonly words: Words
}

/** What is being written, where it stands, and how to change and keep it. */
export interface DraftState {
  readonly draft: Draft
  /** It was found half written, from before the app was closed. */
  readonly restored: boolean
  readonly trouble: 'full' | 'too-long' | 'gone' | null
  readonly change: (next: Partial<Draft>) => void
  /** Takes note of what turns a word that is still being typed into part of the draft, before it is kept. */
  readonly holdMeant: (take: () => void) => () => void
  /** Makes it part of the moment. False: it could not be kept, and stays on the screen. */
  readonly commit: () => Promise<boolean>
}

const PAUSE = 250

/**
 * Holds what is being written about `moment`. Every change is on the disk, sealed, a quarter of a
 * second later, and at once when the app goes to the background; leaving the screen keeps it for good.
 */
export function useDraft(phone: Phone, moment: Moment): DraftState | null {
  const [draft, setDraft] = useState<Draft | null>(null)
  const [restored, setRestored] = useState(false)
  const [trouble, setTrouble] = useState<DraftState['trouble']>(null)
  const current = useRef<Draft | null>(null)
  const dirty = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { id } = moment
  /** The moment as it stood when this was begun: what others write meanwhile is joined, not lost. */
  const from = useRef<Draft | undefined>(draftOf(moment))
  const saving = useRef<Promise<void>>(Promise.resolve())
  const meant = useRef(new Set<() => void>())
  const holdMeant = useCallback((take: () => void) => {
    meant.current.add(take)
    return () => void meant.current.delete(take)
  }, [])

  useEffect(() => {
    let here = true
    async function begin(): Promise<void> {
      // A draft that cannot be read is not worth losing the moment's own words for.
      const found = await readDraft(phone, id).catch(() => null)
      if (!here || current.current) return
      current.current = found ?? from.current ?? null
      if (found) from.current = found.from
      dirty.current = found !== null
      setRestored(found !== null)
      setDraft(current.current)
    }
    void begin()
    return () => {
      here = false
    }
  }, [phone, id])

  // What another phone has changed meanwhile is shown as long as nothing is being written here.
  useEffect(() => {
    if (dirty.current || !current.current) return
    current.current = { move: moment.move, words: moment.words }
    from.current = current.current
    setDraft(current.current)
  }, [moment.move, moment.words])

  const save = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    if (!dirty.current || !current.current) return
    saving.current = keepDraft(phone, id, {
      ...current.current,
      from: from.current,
    }).catch(() => setTrouble('full'))
  }, [phone, id])

  const change = useCallback(
    (next: Partial<Draft>) => {
      if (!current.current) return
      current.current = { ...current.current, ...next }
      dirty.current = true
      setTrouble(null)
      setDraft(current.current)
      if (timer.current === undefined) timer.current = setTimeout(save, PAUSE)
    },
    [save],
  )

  const commit = useCallback(async () => {
    for (const take of meant.current) take()
    clearTimeout(timer.current)
    timer.current = undefined
    if (!dirty.current || !current.current) return true
    const written = current.current
    // A draft that is still on its way to the disk must not arrive after the moment it belongs to.
    await saving.current
    const saved = await editEntry(phone, id, {
      ...written,
      ...(from.current ? { from: from.current } : {}),
    }).catch(() => ({ ok: false, reason: 'full' }) as const)
    if (saved.ok) from.current = written
    if (saved.ok && current.current === written) dirty.current = false
    setTrouble(saved.ok ? null : saved.reason)
    return saved.ok
  }, [phone, id])

  useEffect(() => {
    const leave = () => {
      for (const take of meant.current) take()
      save()
    }
    const hide = () => {
      if (document.visibilityState === 'hidden') leave()
    }
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', hide)
    return () => {
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', hide)
    }
  }, [save])

  useEffect(() => {
    const release = holdDraft(phone, id)
    return () => void commit().finally(release)
  }, [phone, id, commit])

  return draft && { draft, restored, trouble, change, holdMeant, commit }
}

const draftOf = ({ move, words }: Draft): Draft => ({ move, words })
