import { KINDS, type Kind } from '../../journal/move.ts'
import { sayMoment } from '../messages/dates.ts'
import { entry } from '../messages/entry.ts'
import { useSayFeeling } from '../messages/say-feeling.ts'
import { kinds } from '../messages/kinds.ts'
import { useMessages } from '../messages/locale.tsx'
import { useSaySituation } from '../messages/situations.ts'
import { ChoiceList } from '../ui/choice.tsx'
import { STEPS, type Step } from './steps.ts'
import styles from './summary.module.css'
import type { Draft } from './use-draft.ts'
import { Link } from 'wouter'

type Row = Exclude<Step, 'sharing'>
const ROWS = STEPS.filter((step): step is Row => step !== 'sharing')

/** The whole moment on one page: every part a row that leads to its question. */
export function Summary(props: {
  id: string
  draft: Draft
  now: number
  onKind: (kind: Kind) => void
}) {
  const { id, draft, now, onKind } = props
  const m = useMessages(entry)
  const k = useMessages(kinds)
  const saySituation = useSaySituation()
  const sayFeeling = useSayFeeling()
  return (
    <>
      <ul className={styles['rows']}>
        {ROWS.map((row) => {
          const said = sayRow(row, draft, now, m, saySituation, sayFeeling)
          return (
            <li key={row}>
              <Link href={`/entry/${id}/${row}`} className={styles['row']}>
                <span className={styles['name']}>{m.summary[row]}</span>
                <span className={said.own ? styles['own'] : undefined}>
                  {said.text || <span className={styles['add']}>{m.summary.add}</span>}
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
      <details className={styles['kind']}>
        <summary>{m.kindChange}</summary>
        <ChoiceList
          legend={m.kind}
          hideLegend
          options={KINDS.map((kind) => ({ value: kind, label: k.button[kind] }))}
          value={draft.move.kind}
          onChoose={onKind}
        />
      </details>
    </>
  )
}

function sayRow(
  row: Row,
  { move, words }: Draft,
  now: number,
  m: typeof entry,
  saySituation: (code: string) => string,
  sayFeeling: (word: string) => string,
): { text: string; own: boolean } {
  switch (row) {
    case 'strength':
      return { text: move.intensity ? (m.strengths[move.intensity] ?? '') : '', own: false }
    case 'when':
      return { text: sayMoment(move.at, now), own: false }
    case 'situations': {
      const listed = (move.triggers ?? []).filter((code) => code !== 'own').map(saySituation)
      const own = words.situation ? [words.situation] : []
      return { text: [...listed, ...own].join(', '), own: false }
    }
    case 'felt':
    case 'underneath':
      return { text: (words[row] ?? []).map(sayFeeling).join(', '), own: false }
    case 'note':
    case 'story':
    case 'needed':
    case 'request':
      return { text: words[row] ?? '', own: true }
  }
}
