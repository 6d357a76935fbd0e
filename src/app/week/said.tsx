import type { ReactNode } from 'react'
import { useSayFeeling } from '../messages/say-feeling.ts'
import type { Person } from './people.ts'
import ground from '../ui/ground.module.css'
import styles from './said.module.css'

/** What one person said, on their own ground and in their own words. */
export function SaidShown(props: {
  person: Person
  label?: string | undefined
  text: string
  feelings?: readonly string[]
  children?: ReactNode
}) {
  const { person, label, text, feelings = [], children } = props
  const say = useSayFeeling()
  return (
    <figure className={`${styles['said']} ${ground[person.side]}`}>
      <figcaption className={styles['who']}>{label ?? person.name}</figcaption>
      {feelings.length > 0 && <p className={styles['feelings']}>{feelings.map(say).join(', ')}</p>}
      {text !== '' && <p className={styles['text']}>{text}</p>}
      {children}
    </figure>
  )
}
