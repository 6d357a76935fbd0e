import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { countHoles } from '../../device/sync/holes.ts'
import { fetchServerView, type ServerView } from '../../device/sync/server-view.ts'
import { readUs, type Us } from '../../device/couple/us.ts'
import type { Cycle } from '../../patterns/detection.ts'
import { sayMoment } from '../messages/dates.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Page, Quiet, Section, Trouble } from '../ui/page.tsx'
import { useLive, usePhone } from '../world.tsx'
import { MovesTable } from './moves-table.tsx'
import { nameOf } from './name-of.ts'
import styles from './server.module.css'

/** What only the API knows is asked of it anew on every visit, and kept in memory alone. */
const client = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 0, networkMode: 'always' } },
})

/** What the server sees: the very moves it can read, and its loops beside this phone's. */
export function ServerScreen() {
  return (
    <QueryClientProvider client={client}>
      <ServerPage />
    </QueryClientProvider>
  )
}

function ServerPage() {
  const m = useMessages(settings)
  const phone = usePhone()
  const us = useLive(readUs)
  const holes = useLive(countHoles) ?? 0
  const query = useQuery({
    queryKey: ['server-view', phone.me],
    queryFn: () => fetchServerView(phone),
  })
  const answer = query.data
  const reason = query.isError ? 'internal' : answer?.ok === false ? answer.reason : null
  const isAlone = reason === 'alone'
  return (
    <Page title={m.server.title} back={{ href: '/us', label: m.title }}>
      <p>{m.server.about}</p>
      <p>{m.server.private}</p>
      {query.isFetching && <Quiet live>{m.server.asking}</Quiet>}
      {!query.isFetching && isAlone && <p>{m.server.alone}</p>}
      {!query.isFetching && reason !== null && !isAlone && (
        <Trouble>{reason === 'offline' ? m.server.offline : m.server.failed(reason)}</Trouble>
      )}
      {holes > 0 && <Trouble>{m.server.holes}</Trouble>}
      {answer?.ok && us && <View view={answer.view} us={us} />}
      {!isAlone && (
        <Buttons>
          <Button disabled={query.isFetching} onClick={() => void query.refetch()}>
            {m.server.retry}
          </Button>
        </Buttons>
      )}
    </Page>
  )
}

function View(props: { view: ServerView; us: Us }) {
  const { view, us } = props
  const m = useMessages(settings).server
  return (
    <>
      <Section title={m.cycles}>
        <p>
          <strong>{sayComparison(view, m)}</strong>
        </p>
        {view.comparison === 'different' && <p>{m.differentMore}</p>}
        <Cycles cycles={view.cycles} different={view.different} us={us} />
        <h3>{m.compare}</h3>
        <Cycles cycles={view.phone.cycles} different={view.different} us={us} />
      </Section>
      <Section title={m.moves}>
        {view.moves.length === 0 ? (
          <Quiet>{m.noMoves}</Quiet>
        ) : (
          <>
            <Quiet>{m.size(view.moves.length)}</Quiet>
            <MovesTable moves={view.moves} us={us} />
          </>
        )}
      </Section>
    </>
  )
}

function sayComparison({ comparison, different }: ServerView, m: typeof settings.server): string {
  if (comparison === 'same') return m.same
  return comparison === 'different' ? m.different(different.length) : m.notCaughtUp
}

function Cycles(props: { cycles: readonly Cycle[]; different: readonly string[]; us: Us }) {
  const { cycles, different, us } = props
  const m = useMessages(settings)
  const clock = usePhone().runtime.clock()
  if (cycles.length === 0) return <Quiet>{m.server.noCycles}</Quiet>
  return (
    <ol className={styles['cycles']} reversed>
      {cycles.toReversed().map((cycle) => (
        <li key={cycle.id}>
          {m.server.loopLine(
            sayMoment(cycle.from, clock),
            sayMoment(cycle.to, clock),
            nameOf(cycle.pursuer, us, m),
          )}
          {different.includes(cycle.id) && <strong> ({m.server.differs})</strong>}
        </li>
      ))}
    </ol>
  )
}
