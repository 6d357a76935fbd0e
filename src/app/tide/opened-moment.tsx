import type { Moment } from '../../device/moments/read.ts'
import type { Said } from '../../device/moments/replies.ts'
import { entry } from '../messages/entry.ts'
import { useMessages } from '../messages/locale.tsx'
import { tide } from '../messages/tide.ts'
import { ButtonLink, Buttons } from '../ui/button.tsx'
import { Quiet } from '../ui/page.tsx'
import { StateLine } from '../ui/state-line.tsx'
import { WordsShown } from '../ui/words-shown.tsx'
import { AddMySide } from './add-my-side.tsx'
import type { Names } from './moment-row.tsx'
import { Replies } from './replies.tsx'

/** A moment that was tapped: its words, and what can be said to it. Nothing is owed, and reading tells nobody. */
export function OpenedMoment(props: {
  moment: Moment
  /** Who did what, and when. */
  who: string
  when: string
  names: Names
  clock: number
  said: Said | undefined
  /** The two may still write to each other. */
  answerable: boolean
}) {
  const { moment, who, when, names, clock, said, answerable } = props
  const m = useMessages(tide)
  const e = useMessages(entry)
  const { move, words, mine, visible } = moment
  const hasMore =
    Object.keys(words).length > 0 || (move.triggers ?? []).some((each) => each !== 'own')
  const strength = move.intensity && e.strengths[move.intensity]
  const isOpen = visible.to === 'us' && visible.open
  return (
    <>
      <p>{m.sentence(who, strength ? `${when}, ${strength}` : when)}</p>
      {hasMore ? (
        <WordsShown words={words} move={move} labels={mine ? 'mine' : 'theirs'} />
      ) : (
        <Quiet>{m.noWords}</Quiet>
      )}
      {mine && <StateLine moment={moment} partner={names.partner} clock={clock} />}
      {isOpen && (
        <Replies
          card={moment.moveId}
          mine={mine}
          asks={words.request !== undefined}
          partner={names.partner ?? m.partner}
          said={said}
          answerable={answerable}
        />
      )}
      {!mine && answerable && <AddMySide at={move.at} />}
      {mine && (
        <Buttons>
          <ButtonLink href={`/entry/${moment.id}`}>{m.openMine}</ButtonLink>
        </Buttons>
      )}
    </>
  )
}
