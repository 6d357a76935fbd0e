import { useMessages } from '../messages/locale.tsx'
import { pairing } from '../messages/pairing.ts'
import { Stack } from '../ui/page.tsx'

/** In one plain breath: what each will see, what the server can read and what it cannot. */
export function Breath() {
  const m = useMessages(pairing).breath
  return (
    <Stack>
      <p>{m.lead}</p>
      <p>{m.partner}</p>
      <p>{m.reads}</p>
      <p>{m.cannot}</p>
    </Stack>
  )
}
