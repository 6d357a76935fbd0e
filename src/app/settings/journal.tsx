import { useId, useState } from 'react'
import { exportJournal, importJournal } from '../../device/file/transfer.ts'
import { dateField } from '../messages/date-fields.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Section, Trouble } from '../ui/page.tsx'
import { usePhone } from '../world.tsx'
import { useAskAgain } from '../lock/ask-again.tsx'
import { offerFile } from './offer-file.ts'
import { StorageHint } from './storage-hint.tsx'
import styles from './journal.module.css'

type Said = { readonly ok: boolean; readonly text: string } | null

/** Taking the journal along as one file, and bringing one in. */
export function JournalScreen() {
  const m = useMessages(settings)
  const phone = usePhone()
  const field = useId()
  const { field: asked, ask } = useAskAgain()
  const [exported, setExported] = useState<Said>(null)
  const [imported, setImported] = useState<Said>(null)
  const [part, setPart] = useState<{ readonly done: number; readonly all: number } | null>(null)

  async function save(): Promise<void> {
    if (!(await ask())) return
    const journal = await exportJournal(phone)
    offerFile(`tideline-${dateField(phone.runtime.clock())}.json`, JSON.stringify(journal, null, 2))
    setExported({ ok: true, text: m.journal.exported })
  }

  async function bring(file: File): Promise<void> {
    setImported({ ok: true, text: m.journal.reading })
    const text = await file.text()
    setImported({ ok: true, text: m.journal.bringing })
    const result = await importJournal(phone, text, (done, all) => setPart({ done, all }))
    setPart(null)
    setImported(
      result.ok
        ? { ok: true, text: m.journal.result(result.added, result.already, result.more) }
        : { ok: false, text: sayImport(result.reason, result.where, m) },
    )
  }

  return (
    <Page title={m.journal.title} back={{ href: '/us', label: m.title }}>
      <StorageHint />
      <Section>
        <p>{m.journal.exportAbout}</p>
        {asked}
        <Buttons>
          <Button
            weight="main"
            onClick={() => {
              save().catch(() => setExported({ ok: false, text: m.journal.exportFailed }))
            }}
          >
            {m.journal.export}
          </Button>
        </Buttons>
        <Result said={exported} />
      </Section>
      <Section title={m.journal.importTitle}>
        <p>{m.journal.importAbout}</p>
        <label htmlFor={field} className={styles['choose']}>
          <span>{m.journal.choose}</span>
          <input
            id={field}
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              const file = event.target.files?.[0]
              // The same file may be chosen again.
              event.target.value = ''
              if (!file) return
              bring(file).catch(() => {
                setPart(null)
                setImported({ ok: false, text: m.journal.failed })
              })
            }}
          />
        </label>
        <Result said={imported} />
        {part && (
          <progress
            className={styles['part']}
            aria-label={m.journal.bringing}
            value={part.done}
            max={part.all}
          />
        )}
      </Section>
    </Page>
  )
}

function Result(props: { said: Said }) {
  const { said } = props
  if (!said) return null
  return said.ok ? <Quiet live>{said.text}</Quiet> : <Trouble>{said.text}</Trouble>
}

function sayImport(reason: string, where: string | undefined, m: typeof settings): string {
  if (reason === 'not-json') return m.journal.notJson
  if (reason === 'newer') return m.journal.newer
  if (reason === 'not-a-journal') return m.journal.notJournal(where ? ` (${where})` : '')
  return reason === 'full' ? m.journal.full : m.journal.failed
}
