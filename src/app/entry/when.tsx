import { useState } from 'react'
import { isDateOnly, instantOf } from '../../journal/move.ts'
import { toWhen } from '../../device/moments/zones.ts'
import { dateField, timeField } from '../messages/date-fields.ts'
import { sayMoment, sayRecent } from '../messages/dates.ts'
import { entry } from '../messages/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button, Buttons } from '../ui/button.tsx'
import { Check } from '../ui/choice.tsx'
import { Trouble } from '../ui/page.tsx'
import { TimeField } from '../ui/time-field.tsx'
import styles from './when.module.css'

const MINUTE = 60_000

/** When it was: as kept, a little earlier, another time, or some time on a day. */
export function When(props: {
  at: string
  /** When it was first kept, to come back to. */
  kept: string
  now: number
  zone: string
  onChange: (at: string) => void
}) {
  const { at, kept, now, zone, onChange } = props
  const m = useMessages(entry).when
  const [future, setFuture] = useState(false)
  const day = isDateOnly(at) ? at : dateField(instantOf(at))
  const time = isDateOnly(at) ? '' : timeField(instantOf(at))

  function choose(next: string): void {
    // An hour of grace, for a clock that has just been set.
    const ahead = isDateOnly(next) ? next > dateField(now) : instantOf(next) > now + 60 * MINUTE
    setFuture(ahead)
    if (!ahead) onChange(next)
  }

  const earlier = (minutes: number) => toWhen(instantOf(kept) - minutes * MINUTE, zone)
  return (
    <div className={styles['when']}>
      <p className={styles['chosen']}>{sayMoment(at, now)}</p>
      {!isDateOnly(kept) && (
        <Buttons>
          <Button onClick={() => choose(kept)}>{m.asKept(sayRecent(kept, now))}</Button>
          <Button onClick={() => choose(earlier(15))}>{m.quarter}</Button>
          <Button onClick={() => choose(earlier(60))}>{m.hour}</Button>
        </Buttons>
      )}
      <div className={styles['fields']}>
        <TimeField
          label={m.day}
          type="date"
          value={day}
          max={dateField(now)}
          onChange={(value) => {
            if (value === '') return
            choose(time === '' ? value : atLocal(value, time, zone))
          }}
        />
        {time !== '' && (
          <TimeField
            label={m.time}
            type="time"
            value={time}
            onChange={(value) => {
              if (value !== '') choose(atLocal(day, value, zone))
            }}
          />
        )}
      </div>
      <Check
        label={m.someTime}
        checked={isDateOnly(at)}
        onChange={(checked) => choose(checked ? day : atLocal(day, backTo(kept, day, now), zone))}
      />
      {future && <Trouble>{m.future}</Trouble>}
    </div>
  )
}

/** The instant that a date and a time mean on this phone. */
function atLocal(day: string, time: string, zone: string): string {
  return toWhen(new Date(`${day}T${time}:00`).getTime(), zone)
}

/** A time to start from when the day is known and the time is not: the kept one, or noon. */
function backTo(kept: string, day: string, now: number): string {
  const time = isDateOnly(kept) ? '12:00' : timeField(instantOf(kept))
  return new Date(`${day}T${time}:00`).getTime() > now ? '00:00' : time
}
