import { useMessages } from '../messages/locale.tsx'
import { loop } from '../messages/loop.ts'
import { readLoopAddress } from '../tide/loops.ts'
import { Page } from '../ui/page.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { LoopStory, titleOf } from './loop-story.tsx'
import { useStory } from './use-story.ts'

/** The page of one loop, found by the detector or drawn by the two. */
export function LoopScreen(props: { id: string }) {
  const m = useMessages(loop)
  const story = useStory(readLoopAddress(props.id))
  const back = { href: '/tide', label: m.back }
  if (story.phase === 'reading') return <Waiting />
  // A long journal takes a while: the page stands meanwhile, with the way back.
  if (story.phase === 'looking') {
    return (
      <Page key="looking" title={m.title} back={back}>
        <Waiting label={m.looking} />
      </Page>
    )
  }
  if (story.phase === 'gone') {
    return (
      <Page title={m.gone} back={back}>
        <p>{m.goneMore}</p>
      </Page>
    )
  }
  return (
    <Page title={titleOf(story, m)} discreet back={back}>
      <LoopStory story={story} />
    </Page>
  )
}
