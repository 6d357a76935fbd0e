import { cardOf } from '../../device/moments/share.ts'
import { useMessages } from '../messages/locale.tsx'
import { walk as messages } from '../messages/walk.ts'
import { CardShown } from '../ui/card-shown.tsx'
import { Fold } from '../ui/fold.tsx'
import { Quiet, Stack } from '../ui/page.tsx'
import { placesOf } from './topics.ts'
import { useLooked, useShownMoments } from './use-looked.ts'
import type { Walking } from './use-walk.ts'

/** What was written about the thing that is looked at: moment by moment, as the other got each. */
export function TopicShown(props: {
  walking: Pick<Walking, 'view' | 'people' | 'beat' | 'us' | 'now'>
  open?: boolean
}) {
  const { view, people, beat, us, now } = props.walking
  const m = useMessages(messages).topic
  const paired = people.length > 1
  const looked = useLooked(view.week, beat.zone, paired)
  const of = view.topic?.of ?? null
  const keys = of && looked ? placesOf(of, looked) : null
  const moments = useShownMoments(keys ?? [], paired)
  if (!of || of.as === 'spoken' || of.as === 'nothing' || !looked || !moments) return null
  if (keys === null || moments.length === 0) return <Quiet>{m.gone}</Quiet>
  return (
    <Fold label={m.see} open={props.open ?? false}>
      <Stack>
        {moments.map(({ key, move, words, mine, visible }) => {
          const person = people.find(({ id }) => (id === us.me.id) === mine)
          const fields = visible.to === 'us' && visible.open ? visible.words : []
          return (
            <CardShown
              key={key}
              card={paired ? cardOf({ move, words }, fields) : { move, words }}
              author={person?.name ?? ''}
              side={person?.side ?? 'left'}
              clock={now}
            />
          )
        })}
      </Stack>
    </Fold>
  )
}
