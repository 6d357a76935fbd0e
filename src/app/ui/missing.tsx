import { frame } from '../messages/frame.ts'
import { useMessages } from '../messages/locale.tsx'
import { ButtonLink, Buttons } from './button.tsx'
import { Page } from './page.tsx'

/** An address that leads nowhere. */
export function Missing() {
  const m = useMessages(frame)
  return (
    <Page title={m.nothingHere}>
      <Buttons>
        <ButtonLink weight="main" href="/now">
          {m.toNow}
        </ButtonLink>
      </Buttons>
    </Page>
  )
}
