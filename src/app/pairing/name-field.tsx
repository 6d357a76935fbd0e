import { MAX_NAME } from '../../journal/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { pairing } from '../messages/pairing.ts'
import { Trouble } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'

/** One's own name, as the other will see it. */
export function NameField(props: {
  value: string
  missing: boolean
  onChange: (name: string) => void
}) {
  const m = useMessages(pairing)
  return (
    <>
      <TextField
        label={m.name}
        plain
        max={MAX_NAME}
        autoComplete="given-name"
        value={props.value}
        onChange={props.onChange}
      />
      {props.missing && <Trouble>{m.nameMissing}</Trouble>}
    </>
  )
}
