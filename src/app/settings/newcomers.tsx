import { readNewcomers } from '../../device/person/devices.ts'
import { keys } from '../messages/keys.ts'
import { useMessages } from '../messages/locale.tsx'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { Stack } from '../ui/page.tsx'
import { useLive } from '../world.tsx'

/** Phones that came within the last week: every phone of their owner says so, where it is seen. */
export function Newcomers() {
  const m = useMessages(keys)
  const newcomers = useLive(readNewcomers) ?? []
  if (newcomers.length === 0) return null
  return (
    <Stack>
      {newcomers.map((each) => (
        <p key={each.id}>{m.newcomer(each.name ?? m.unnamed)}</p>
      ))}
      <Buttons>
        <ButtonLink href="/us/devices">{m.see}</ButtonLink>
      </Buttons>
    </Stack>
  )
}
