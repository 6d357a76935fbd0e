import { useEffect, useRef } from 'react'
import { LoopStory, titleOf } from '../loop/loop-story.tsx'
import { useStory } from '../loop/use-story.ts'
import { useMessages } from '../messages/locale.tsx'
import { loop as messages } from '../messages/loop.ts'
import { tide } from '../messages/tide.ts'
import type { Loop } from './loops.ts'
import styles from './beside.module.css'

/** A loop's story beside the timeline, where there is room for both. */
export function Beside(props: { loop: Loop; takesFocus: boolean }) {
  const { loop, takesFocus } = props
  const m = useMessages(messages)
  const t = useMessages(tide)
  const story = useStory(loop)
  const heading = useRef<HTMLHeadingElement>(null)
  const isHere = story.phase === 'found' || story.phase === 'drawn'
  useEffect(() => {
    if (takesFocus && isHere) heading.current?.focus({ preventScroll: true })
  }, [takesFocus, isHere])
  if (!isHere) return null
  return (
    <aside className={styles['beside']} aria-label={t.beside}>
      <h2 ref={heading} tabIndex={-1} className={styles['title']}>
        {titleOf(story, m)}
      </h2>
      <LoopStory story={story} />
    </aside>
  )
}
