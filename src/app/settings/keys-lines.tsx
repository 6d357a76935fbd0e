import { readDistrust } from '../../device/distrust.ts'
import { readNewcomers } from '../../device/devices.ts'
import { readPhrase } from '../../device/phrase.ts'
import { readStatus } from '../../device/status.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { Quiet, Stack, Trouble } from '../ui/page.tsx'
import { useLive } from '../world.tsx'

/** What one should know about one's keys: a stranger among the phones, words not yet on paper. */
export function KeysLines() {
  const m = useMessages(settings).keys
  const newcomers = useLive(readNewcomers) ?? []
  const phrase = useLive(readPhrase)
  const status = useLive(readStatus)
  const distrust = useLive(({ db }) => readDistrust(db)) ?? null
  // Said before it matters: from the day the journal is more than this phone's own.
  const isKept = status !== undefined && status.phase !== 'alone'
  return (
    <>
      {distrust !== null && <Trouble>{m.distrust}</Trouble>}
      {newcomers.length > 0 && (
        <Stack>
          {newcomers.map((each) => (
            <p key={each.id}>{m.newcomer(each.name ?? m.unnamed)}</p>
          ))}
          <Buttons>
            <ButtonLink href="/us/devices">{m.see}</ButtonLink>
          </Buttons>
        </Stack>
      )}
      {phrase?.step === 'ask' && (
        <Stack>
          <p>{m.ask}</p>
          <Buttons>
            <ButtonLink href="/us/words">{m.answer}</ButtonLink>
          </Buttons>
        </Stack>
      )}
      {phrase?.step === 'unwritten' && isKept && (
        <Stack>
          <Quiet>{m.unwritten}</Quiet>
          <Buttons>
            <ButtonLink href="/us/words">{m.write}</ButtonLink>
          </Buttons>
        </Stack>
      )}
    </>
  )
}
