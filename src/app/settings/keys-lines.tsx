import { readDistrust } from '../../device/couple/distrust.ts'
import { readPhrase } from '../../device/person/phrase.ts'
import { readStatus } from '../../device/sync/status.ts'
import { keys } from '../messages/keys.ts'
import { useMessages } from '../messages/locale.tsx'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { Quiet, Stack, Trouble } from '../ui/page.tsx'
import { useLive } from '../world.tsx'
import { Newcomers } from './newcomers.tsx'
import { SetAsideLine } from './set-aside.tsx'
import { UnopenedLine } from './unopened.tsx'

/** What one should know about one's keys: a stranger among the phones, words not yet on paper. */
export function KeysLines() {
  const m = useMessages(keys)
  const phrase = useLive(readPhrase)
  const status = useLive(readStatus)
  const distrust = useLive(({ db }) => readDistrust(db)) ?? null
  // Said before it matters: from the day the journal is more than this phone's own.
  const isKept = status !== undefined && status.phase !== 'alone'
  return (
    <>
      {distrust !== null && <Trouble>{m.distrust}</Trouble>}
      <Newcomers />
      <SetAsideLine />
      <UnopenedLine />
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
