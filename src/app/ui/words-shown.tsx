import { WORD_FIELDS, type WordField, type Words } from '../../journal/entry.ts'
import type { Move } from '../../journal/move.ts'
import { entry } from '../messages/entry.ts'
import { useSayFeeling } from '../messages/say-feeling.ts'
import { useMessages } from '../messages/locale.tsx'
import { useSaySituation } from '../messages/situations.ts'
import styles from './words-shown.module.css'

/** The words of a moment, in the order in which a story is told; a person's own words in italics. */
export function WordsShown(props: { words: Words; move: Move; labels?: 'mine' | 'theirs' }) {
  const { words, move } = props
  const m = useMessages(entry)
  const saySituation = useSaySituation()
  const sayFeeling = useSayFeeling()
  const listed = (move.triggers ?? []).filter((code) => code !== 'own').map(saySituation)
  const labels = props.labels === 'theirs' ? m.theirs : m.summary
  const fields = WORD_FIELDS.filter(
    (field) => field !== 'situation' && (words[field]?.length ?? 0) > 0,
  )
  const setOff = [...listed, ...(words.situation ? [words.situation] : [])]
  if (fields.length === 0 && setOff.length === 0) return null
  return (
    <dl className={styles['words']}>
      {setOff.length > 0 && (
        <div>
          <dt>{labels.situations}</dt>
          <dd>{setOff.join(', ')}</dd>
        </div>
      )}
      {fields.map((field) => (
        <div key={field}>
          <dt>{labels[field as Exclude<WordField, 'situation'>]}</dt>
          <dd className={styles['own']}>{sayField(words[field], sayFeeling)}</dd>
        </div>
      ))}
    </dl>
  )
}

function sayField(value: Words[WordField], sayFeeling: (word: string) => string): string {
  return typeof value === 'string' ? value : (value ?? []).map(sayFeeling).join(', ')
}
