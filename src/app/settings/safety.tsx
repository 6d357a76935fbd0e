import { safety } from '../messages/safety.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Page, Quiet, Section } from '../ui/page.tsx'
import styles from '../lock/lock.module.css'

/** Am I safe to share this? It reads nothing, keeps nothing and sends nothing. */
export function SafetyScreen() {
  const m = useMessages(safety)
  const s = useMessages(settings)
  return (
    <Page title={m.title} discreet back={{ href: '/us', label: s.title }}>
      <p>{m.about}</p>
      <Section title={m.ask}>
        <ul className={styles['points']}>
          {m.questions.map((question) => (
            <li key={question}>{question}</li>
          ))}
        </ul>
      </Section>
      <Section title={m.yes}>
        <p>{m.yesAbout}</p>
      </Section>
      <Section title={m.phone}>
        <p>{m.phoneAbout}</p>
        <p>{m.quick}</p>
      </Section>
      <Section title={m.help}>
        <p>{m.helpAbout}</p>
        <p>{m.emergency}</p>
        <ul className={styles['points']}>
          {m.places.map(({ name, about, href }) => (
            <li key={href}>
              <a href={href} target="_blank" rel="noreferrer noopener">
                {name}
              </a>
              : {about}
            </li>
          ))}
        </ul>
        <Quiet>{m.others}</Quiet>
      </Section>
    </Page>
  )
}
