import { type RefObject, useLayoutEffect, useState } from 'react'

/** A column's width, its distance from the top of the page, and the size of a rem, in pixels. */
export interface Measure {
  readonly width: number
  readonly margin: number
  readonly rem: number
}

/** Measures an element, again whenever its size changes. */
export function useMeasure(element: RefObject<HTMLElement | null>): Measure {
  const [measure, setMeasure] = useState<Measure>({ width: 0, margin: 0, rem: 16 })
  useLayoutEffect(() => {
    const node = element.current
    if (!node) return
    const look = () => {
      const width = node.clientWidth
      const margin = Math.round(node.getBoundingClientRect().top + window.scrollY)
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      setMeasure((before) =>
        before.width === width && before.margin === margin && before.rem === rem
          ? before
          : { width, margin, rem },
      )
    }
    look()
    const observer = new ResizeObserver(look)
    observer.observe(node)
    return () => observer.disconnect()
  }, [element])
  return measure
}
