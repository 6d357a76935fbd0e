import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Page } from '../ui/page.tsx'

/** What Tideline is, and what it is not. */
export function AboutScreen() {
  const m = useMessages(settings)
  return (
    <Page title={m.about.title} back={{ href: '/us', label: m.title }}>
      <p>{m.about.what}</p>
      <p>{m.about.offline}</p>
      <p>{m.about.not}</p>
      <p>{m.about.who}</p>
    </Page>
  )
}
