import { lazy, useRef, useState } from 'react'
import { KINDS, type Kind, SITUATIONS } from '../../journal/move.ts'
import { dateField } from '../messages/date-fields.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { useSaySituation } from '../messages/situations.ts'
import { tide } from '../messages/tide.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Check } from '../ui/choice.tsx'
import { Chips } from '../ui/chips.tsx'
import { Quiet } from '../ui/page.tsx'
import { EVERYTHING, type Filter, isNarrow } from './filter.ts'
import styles from './find.module.css'

/** Not part of the timeline until it is asked for. */
const Sheet = lazy(async () => ({ default: (await import('../ui/sheet.tsx')).Sheet }))

/** Finding something on the timeline: a day to go to, or only some of the moments. */
export function Find(props: {
  open: boolean
  filter: Filter
  /** The instants of the first and the last moment. */
  span: { readonly first: number; readonly last: number }
  paired: boolean
  onFilter: (filter: Filter) => void
  onDay: (instant: number) => void
  onClose: () => void
}) {
  const { open, filter, span, paired, onFilter, onDay, onClose } = props
  const m = useMessages(tide).find
  const k = useMessages(kinds)
  const saySituation = useSaySituation()
  const [day, setDay] = useState('')
  const jumped = useRef(false)
  const change = (next: Partial<Filter>) => onFilter({ ...filter, ...next })
  // After a jump the keyboard goes on at that day, and not where the sheet was opened from.
  const givesBack = () => {
    const isJump = jumped.current
    jumped.current = false
    return !isJump
  }
  return (
    <Sheet title={m.title} open={open} onClose={onClose} givesBack={givesBack}>
      <form
        className={styles['day']}
        onSubmit={(event) => {
          event.preventDefault()
          if (day === '') return
          jumped.current = true
          onDay(new Date(`${day}T00:00`).getTime())
        }}
      >
        <label className={styles['field']}>
          {m.day}
          <input
            type="date"
            value={day}
            min={dateField(span.first)}
            max={dateField(span.last)}
            onChange={(event) => setDay(event.target.value)}
          />
        </label>
        <Button type="submit" disabled={day === ''}>
          {m.go}
        </Button>
      </form>
      <h3>{m.only}</h3>
      <Chips
        legend={m.kinds}
        options={KINDS.map((kind) => ({ value: kind, label: k.short[kind] }))}
        chosen={filter.kinds}
        onToggle={(kind) => change({ kinds: toggled(filter.kinds, kind as Kind) })}
      />
      <Quiet>{m.situations}</Quiet>
      <Chips
        legend={m.situations}
        options={SITUATIONS.filter((each) => each !== 'own').map((value) => ({
          value,
          label: saySituation(value),
        }))}
        chosen={filter.situations}
        onToggle={(each) => change({ situations: toggled(filter.situations, each) })}
      />
      <div>
        <Check label={m.loops} checked={filter.loops} onChange={(loops) => change({ loops })} />
        {paired && (
          <Check label={m.mine} checked={filter.mine} onChange={(mine) => change({ mine })} />
        )}
      </div>
      <Buttons>
        <Button weight="main" onClick={onClose}>
          {m.close}
        </Button>
        {isNarrow(filter) && (
          <Button weight="plain" onClick={() => onFilter(EVERYTHING)}>
            {m.all}
          </Button>
        )}
      </Buttons>
    </Sheet>
  )
}

function toggled<T>(list: readonly T[], value: T): T[] {
  return list.includes(value) ? list.filter((each) => each !== value) : [...list, value]
}
