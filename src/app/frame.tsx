import type { ReactNode } from 'react'
import { Link, useLocation, useRouter } from 'wouter'
import { ExitButton } from './exit-button.tsx'
import styles from './frame.module.css'
import { frame } from './messages/frame.ts'
import { useMessages } from './messages/locale.tsx'
import { useAskedPath } from './places.tsx'
import { UpdateLine } from './update.tsx'
import { Circles } from './ui/circles.tsx'

/** Where nothing can be half written: a newer version is offered there alone, below everything that was learnt. */
const CALM: ReadonlySet<string> = new Set(['/now', '/tide', '/us'])
const PLACES = ['now', 'tide', 'week'] as const

/** The frame around every screen: the two circles above, the three places below. It needs no journal to stand. */
export function Frame(props: { demo?: boolean; children: ReactNode }) {
  const { demo, children } = props
  const m = useMessages(frame)
  const [place] = useLocation()
  const { base } = useRouter()
  const asked = useAskedPath()
  return (
    <div className={`${styles['frame']} ${demo ? styles['demoFrame'] : ''}`}>
      <a className={styles['skip']} href="#content">
        {m.skip}
      </a>
      <header className={styles['top']}>
        <ExitButton />
        <Link href="/us" className={styles['us']} aria-label={m.us} title={m.us}>
          <Circles />
        </Link>
      </header>
      <main id="content" className={styles['main']} tabIndex={-1}>
        {children}
      </main>
      {CALM.has(place) && <UpdateLine />}
      {demo && <DemoLine />}
      <nav className={styles['bar']} aria-label={m.navigation}>
        {PLACES.map((each) => (
          <Link
            key={each}
            href={`/${each}`}
            className={styles['place']}
            aria-current={asked.startsWith(`${base}/${each}`) ? 'page' : undefined}
          >
            <PlaceMark place={each} />
            {m.places[each]}
          </Link>
        ))}
      </nav>
    </div>
  )
}

function DemoLine() {
  const m = useMessages(frame).demo
  return (
    <aside className={styles['demo']} aria-label={m.banner}>
      <span>{m.banner}</span>{' '}
      <Link href="~/now" className={styles['leave']}>
        {m.leave}
      </Link>
    </aside>
  )
}

const MARKS = {
  now: 'M12 7.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z',
  tide: 'M8 3.5c8 3 8 5.5 4 8.5s-4 5.5 4 8.5',
  week: 'M5 17.5h14M5 12h14M5 6.5h14',
}

function PlaceMark(props: { place: (typeof PLACES)[number] }) {
  return (
    <svg className={styles['mark']} viewBox="0 0 24 24" aria-hidden="true">
      <path d={MARKS[props.place]} />
    </svg>
  )
}
