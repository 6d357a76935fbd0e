import { type FormEvent, useLayoutEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { Chips } from './chips.tsx'
import styles from './chips.module.css'
import { Quiet } from './page.tsx'
import { TextField } from './text-field.tsx'

/**
 * Several of many words, with one field that both looks among them and adds a word of one's own.
 * What is chosen stays in sight, whatever is being looked for. A word that stands in no list and is not added
 * yet when the screen is left, or the app, is meant.
 */
export function SearchChips(props: {
  legend: string
  /** Of the field: "Look for a word, or write your own". */
  search: string
  /** Of the button that takes the typed word: "Add “adrift”". */
  add: (word: string) => string
  none: string
  options: readonly string[]
  /** Shown only to whoever looks for them. */
  more?: readonly string[]
  chosen: readonly string[]
  max: number
  /** How a word is said on the screen, where that is not as it is kept. */
  say?: (word: string) => string
  /** Takes note of what adds the typed word, for whoever keeps what is chosen; answers how to forget it. */
  holdMeant?: (take: () => void) => () => void
  onToggle: (word: string) => void
}) {
  const {
    legend,
    search,
    add,
    none,
    options,
    more = [],
    chosen,
    max,
    say = asItIs,
    holdMeant,
    onToggle,
  } = props
  const [typed, setTyped] = useState('')
  const word = typed.trim()
  const looked = word === '' ? options : [...options, ...more]
  const all = [...looked, ...chosen.filter((each) => !looked.includes(each))]
  const wanted = fold(word)
  const found = all.filter((each) => fold(say(each)).includes(wanted))
  const shown = all.filter((each) => chosen.includes(each) || found.includes(each))
  const isNew = word !== '' && !all.some((each) => fold(say(each)) === wanted)

  const ownWord = isNew && found.length === 0 ? word : null
  const takeOwn = useRef(() => {})
  useLayoutEffect(() => {
    takeOwn.current = () => {
      if (ownWord === null) return
      onToggle(ownWord)
      setTyped('')
    }
  })
  // A layout's effect ends before what surrounds it keeps what was chosen.
  useLayoutEffect(() => {
    const take = () => takeOwn.current()
    const letGo = holdMeant?.(take)
    return () => {
      take()
      letGo?.()
    }
  }, [holdMeant])

  function submit(event: FormEvent): void {
    event.preventDefault()
    // Enter takes the one word that is meant: the only one left, or the new one.
    const [only] = found
    if (word === '') return
    if (isNew && found.length === 0) onToggle(word)
    else if (only !== undefined && found.length === 1) onToggle(only)
    else if (isNew) onToggle(word)
    else return
    setTyped('')
  }

  return (
    <>
      <form className={styles['own']} onSubmit={submit}>
        <TextField label={search} plain value={typed} max={max} onChange={setTyped} />
        {isNew && <Button type="submit">{add(word)}</Button>}
      </form>
      <Chips
        legend={legend}
        options={shown.map((value) => ({ value, label: say(value) }))}
        chosen={chosen}
        onToggle={onToggle}
      />
      <Quiet live>{word !== '' && found.length === 0 ? none : ''}</Quiet>
    </>
  )
}

const asItIs = (word: string): string => word

/** Upper case and accents are no reason not to be found. */
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
