import { useState } from 'react'
import { type Said, sayReply } from '../../device/moments/replies.ts'
import { REPLIES, type ReplyWord } from '../../journal/reply.ts'
import { useMessages } from '../messages/locale.tsx'
import { replies } from '../messages/replies.ts'
import { Chips } from '../ui/chips.tsx'
import { Trouble } from '../ui/page.tsx'
import { usePhone } from '../world.tsx'

/** What the two say to an opened moment with one tap. Unanswered looks like nothing at all. */
export function Replies(props: {
  card: string
  mine: boolean
  /** It holds a request that can be said yes to. */
  asks: boolean
  partner: string
  said: Said | undefined
  answerable: boolean
}) {
  const { card, mine, asks, partner, said, answerable } = props
  const m = useMessages(replies)
  const phone = usePhone()
  const [failed, setFailed] = useState(false)
  const offered = REPLIES.filter((word) => (mine ? word === 'week' : word !== 'yes' || asks))
  const heard = said?.theirs ?? []
  const chosen = said?.mine ?? []

  async function toggle(word: ReplyWord): Promise<void> {
    setFailed(false)
    const saved = await sayReply(phone, card, word, !chosen.includes(word))
    setFailed(!saved.ok)
  }

  return (
    <>
      {heard.map((word) => (
        <p key={word}>{m.heard[word](partner)}</p>
      ))}
      {answerable && (
        <Chips
          legend={m.legend}
          options={offered.map((value) => ({ value, label: m.say[value] }))}
          chosen={chosen}
          onToggle={(word) => void toggle(word as ReplyWord).catch(() => setFailed(true))}
        />
      )}
      {failed && <Trouble>{m.failed}</Trouble>}
    </>
  )
}
