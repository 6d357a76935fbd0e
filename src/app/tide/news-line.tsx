import { useState } from 'react'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { Button } from '../ui/button.tsx'
import type { News } from '../use-news.ts'
import styles from './news-line.module.css'

/**
 * That the other has opened something while one reads: it comes in when it is asked for, and moves nothing.
 * Whoever would rather read on finds it on the next visit.
 */
export function NewsLine(props: { name: string; news: News; onGo: (key: string) => void }) {
  const { name, news, onGo } = props
  const m = useMessages(tide).news
  const [brought, setBrought] = useState<string | null>(null)
  const isWaiting = news.waiting.size > 0
  if (!isWaiting && brought === null) return null
  return (
    <div className={styles['line']}>
      <output>{isWaiting ? m.opened(name) : m.there}</output>
      <Button
        weight="plain"
        onClick={() => {
          if (isWaiting) {
            setBrought([...news.waiting].at(-1) ?? null)
            news.bringIn()
          } else if (brought !== null) {
            setBrought(null)
            onGo(brought)
          }
        }}
      >
        {isWaiting ? m.show : m.go}
      </Button>
    </div>
  )
}
