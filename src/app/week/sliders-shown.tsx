import { type Answer, type Slider, SLIDERS } from '../../journal/week.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { type Person, personOf } from './people.ts'
import styles from './sliders.module.css'

/** Where both are: two marks on one line, the same in size, told apart by name, place and hue. */
export function SlidersShown(props: {
  answers: ReadonlyMap<string, Answer>
  people: readonly Person[]
}) {
  const { answers, people } = props
  const m = useMessages(messages).sliders
  const both = [...answers].flatMap(([voice, answer]) =>
    answer.as === 'sliders' ? [{ person: personOf(people, voice), answer }] : [],
  )
  return (
    <dl className={styles['list']}>
      {SLIDERS.map((slider) => (
        <div key={slider} className={styles['root']}>
          <dt className={styles['name']}>{m.name[slider]}</dt>
          {both.map(({ person, answer }) => (
            <dd key={person.id} className={styles['row']}>
              <span className={styles['where']}>
                {m.at(person.name, sayStanding(slider, answer[slider], m))}
              </span>
              <span className={`${styles['line']} ${styles[person.side]}`} aria-hidden="true">
                <span
                  className={styles['mark']}
                  style={{ insetInlineStart: `${answer[slider]}%` }}
                />
              </span>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  )
}

/** A place on a line in words: a number would be a score. */
export function sayStanding(slider: Slider, value: number, m: typeof messages.sliders): string {
  const words = m.words[slider]
  return words[Math.round((value / 100) * (words.length - 1))] ?? ''
}
