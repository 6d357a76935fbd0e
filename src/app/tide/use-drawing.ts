import { useCallback, useState } from 'react'
import { drawable } from '../../device/loops/own-loops.ts'
import type { Phone } from '../../device/phone.ts'
import { useHalfSaid } from '../use-half-said.ts'

/** A loop that the two are drawing: which moments belong to it, and its name. */
export interface Drawing {
  /** The places chosen so far; null while none is drawn. */
  readonly chosen: readonly string[] | null
  readonly name: string
  /** One was begun and not drawn, on this visit or before the app went away. */
  readonly isLeft: boolean
  readonly begin: () => Promise<void>
  /** Chooses a place, or lets it go again. */
  readonly choose: (place: string) => void
  /** Lets go of what is not open to both any more. Whether there was any. */
  readonly letGo: () => Promise<boolean>
  readonly write: (name: string) => void
  /** It is drawn, or given up. */
  readonly end: () => void
}

const NOTHING = {}
const NOWHERE: readonly string[] = []

/** Holds a loop that is being drawn. What was chosen and typed survives a killed app, and waits to be gone on with. */
export function useDrawing(phone: Phone): Drawing {
  const held = useHalfSaid(phone, 'loop-draft', NOTHING)
  const [isDrawing, setDrawing] = useState(false)
  const { places = NOWHERE, text = '' } = held?.draft ?? {}
  const change = held?.change
  const choose = useCallback(
    (place: string) =>
      change?.(({ places: before = [] }) => ({
        places: before.includes(place)
          ? before.filter((each) => each !== place)
          : [...before, place],
      })),
    [change],
  )
  async function letGo(): Promise<boolean> {
    const open = await drawable(phone, places)
    if (open.length === places.length) return false
    change?.({ places: open })
    return true
  }
  return {
    chosen: isDrawing ? places : null,
    name: text,
    isLeft: places.length > 0,
    async begin() {
      // Another choice may have been made since about who sees them.
      if (places.length > 0) await letGo()
      setDrawing(true)
    },
    choose,
    letGo,
    write: (name) => change?.({ text: name }),
    end() {
      setDrawing(false)
      change?.({ places: [], text: '' })
      // What stays on the disk is empty, and is shown nowhere.
      held?.forget().catch(() => undefined)
    },
  }
}
