import { type FormEvent, useState } from 'react'
import { Button } from './button.tsx'
import styles from './chips.module.css'
import { TextField } from './text-field.tsx'

/** Several of many: a field of words to tap, and room for one's own. */
export function Chips(props: {
  legend: string
  options: readonly { readonly value: string; readonly label: string }[]
  chosen: readonly string[]
  onToggle: (value: string) => void
}) {
  const { legend, options, chosen, onToggle } = props
  return (
    <fieldset className={styles['chips']}>
      <legend className={styles['legend']}>{legend}</legend>
      {options.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          className={styles['chip']}
          aria-pressed={chosen.includes(value)}
          onClick={() => onToggle(value)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}

/** A word of one's own for a field of chips. */
export function OwnWord(props: {
  label: string
  add: string
  max: number
  onAdd: (word: string) => void
}) {
  const [word, setWord] = useState('')
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (word.trim() === '') return
    props.onAdd(word.trim())
    setWord('')
  }
  return (
    <form className={styles['own']} onSubmit={submit}>
      <TextField label={props.label} value={word} max={props.max} onChange={setWord} />
      {word.trim() !== '' && <Button type="submit">{props.add}</Button>}
    </form>
  )
}
