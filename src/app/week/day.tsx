import { useState } from 'react'
import { followWeek } from '../../device/moments/follow-week.ts'
import { OPENS_FROM, OPENS_UNTIL } from '../../device/moments/zones.ts'
import { chooseRhythm } from '../../device/couple/choose-rhythm.ts'
import { useMessages } from '../messages/locale.tsx'
import { sayHour, sayWeekday } from '../messages/week-dates.ts'
import { week as messages } from '../messages/week.ts'
import { ChoiceList } from '../ui/choice.tsx'
import { Page, Quiet, Trouble } from '../ui/page.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { usePhone } from '../world.tsx'
import { useWeek } from './use-week.ts'

const DAYS = [1, 2, 3, 4, 5, 6, 0]
/** The hours at which something may open. */
const HOURS = Array.from({ length: OPENS_UNTIL - OPENS_FROM }, (_, index) => OPENS_FROM + index)

/** The day on which the week is looked back on, its hour, and by whose clock. */
export function DayScreen() {
  const all = useMessages(messages)
  const m = all.choose
  const phone = usePhone()
  const data = useWeek()
  const [said, setSaid] = useState<'kept' | 'full' | null>(null)
  if (!data) return <Waiting />
  const { beat, us, circle } = data
  async function keep(next: Partial<typeof beat>): Promise<void> {
    setSaid(null)
    const saved = await chooseRhythm(phone, next)
    // What waits for the week says at once when it opens, in a tunnel too.
    if (saved.ok) await followWeek(phone)
    setSaid(saved.ok ? 'kept' : 'full')
  }
  const choose = (next: Partial<typeof beat>) => void keep(next).catch(() => setSaid('full'))
  const [mine, theirs] = [phone.runtime.zone(), us.partner?.zone ?? null]
  const zones = [...new Set([mine, ...(theirs ? [theirs] : []), beat.zone])]
  const sayZone = (zone: string): string => {
    if (zone === mine) return m.mine(plainZone(zone))
    if (zone === theirs) return m.theirs(us.partner?.name ?? all.partner, plainZone(zone))
    return m.chosen(plainZone(zone))
  }
  return (
    <Page title={m.title} back={{ href: '/week', label: all.back }}>
      <p>
        {m.about} {circle !== null && m.both}
      </p>
      <ChoiceList
        legend={m.legend}
        hideLegend
        options={DAYS.map((day) => ({ value: String(day), label: sayWeekday(day) }))}
        value={String(beat.day)}
        onChoose={(day) => choose({ day: Number(day) })}
      />
      {circle !== null && (
        <SelectField
          label={m.hour}
          options={[...new Set([...HOURS, beat.hour])].map((hour) => ({
            value: String(hour),
            label: sayHour(hour),
          }))}
          value={String(beat.hour)}
          onChoose={(hour) => choose({ hour: Number(hour) })}
        />
      )}
      {circle !== null && zones.length > 1 && (
        <ChoiceList
          legend={m.zone}
          options={zones.map((zone) => ({ value: zone, label: sayZone(zone) }))}
          value={beat.zone}
          onChoose={(zone) => choose({ zone })}
        />
      )}
      {/* Its line is always there: what is chosen next must not move under the finger. */}
      {said !== 'full' && <Quiet live>{said === 'kept' ? m.kept : '\u00A0'}</Quiet>}
      {said === 'full' && <Trouble>{m.full}</Trouble>}
    </Page>
  )
}

/** "Lisbon" for "Europe/Lisbon". */
const plainZone = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
