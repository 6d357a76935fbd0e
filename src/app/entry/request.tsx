import { useState } from 'react'
import { MAX_LINE } from '../../journal/entry.ts'
import { joinRequest, splitRequest } from './request-text.ts'
import { entry } from '../messages/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { TextField } from '../ui/text-field.tsx'

/** A request in its two halves, "I need …" and "would you …?", and the sentence they make. */
export function RequestField(props: { value: string; onChange: (text: string) => void }) {
  const { value, onChange } = props
  const m = useMessages(entry).request
  const [halves, setHalves] = useState(() => splitRequest(value, m.begins))
  // Written as one piece, on an older phone or by hand: it stays as it was written.
  if (halves === null) {
    return <TextField label={m.whole} lines={3} max={MAX_LINE} value={value} onChange={onChange} />
  }
  const { need, would } = halves
  // What is left of a line beside the words that join the halves.
  const room = MAX_LINE - joinRequest({ need: 'n', would: 'w' }, m.begins).length + 2
  function write(next: { need: string; would: string }): void {
    setHalves(next)
    onChange(joinRequest(next, m.begins))
  }
  return (
    <>
      <TextField
        label={m.need}
        lines={2}
        max={room - would.length}
        placeholder={m.needPlaceholder}
        takesFocus
        value={need}
        onChange={(text) => write({ need: text, would })}
      />
      <TextField
        label={m.would}
        lines={2}
        max={room - need.length}
        placeholder={m.wouldPlaceholder}
        value={would}
        onChange={(text) => write({ need, would: text })}
      />
      {value !== '' && (
        <div>
          <p>{m.said}</p>
          <p>
            <em>{value}</em>
          </p>
        </div>
      )}
    </>
  )
}
