import { useState } from 'react'
import { entry } from '../messages/entry.ts'
import { MORE_SURFACE, MORE_UNDERNEATH, SURFACE, UNDERNEATH } from '../messages/feelings.ts'
import { useSayFeeling } from '../messages/say-feeling.ts'
import { useMessages } from '../messages/locale.tsx'
import { meanings } from '../messages/meanings.ts'
import { Quiet } from '../ui/page.tsx'
import { SearchChips } from '../ui/search-chips.tsx'
import { toggle } from '../ui/toggle.ts'
import type { DraftState } from './use-draft.ts'

const MAX_FEELINGS = 24
const LAYERS = {
  felt: { listed: SURFACE, more: MORE_SURFACE },
  underneath: { listed: UNDERNEATH, more: MORE_UNDERNEATH },
}

/** The words for one layer of a feeling; under them what the one that was chosen last means. */
export function Feelings(props: {
  layer: keyof typeof LAYERS
  chosen: readonly string[]
  holdMeant: DraftState['holdMeant']
  onChange: (chosen: string[]) => void
}) {
  const { layer, chosen, holdMeant, onChange } = props
  const m = useMessages(entry)
  const meant: Readonly<Record<string, string>> = useMessages(meanings)
  const say = useSayFeeling()
  const [last, setLast] = useState<string | null>(null)
  const meaning =
    last !== null && chosen.includes(last) && Object.hasOwn(meant, last) ? meant[last] : undefined
  return (
    <>
      <SearchChips
        legend={m.steps[layer]}
        search={m.search}
        add={m.addWord}
        none={m.noWord}
        options={LAYERS[layer].listed}
        more={LAYERS[layer].more}
        chosen={chosen}
        max={60}
        say={say}
        holdMeant={holdMeant}
        onToggle={(word) => {
          setLast(word)
          onChange(toggle(chosen, word).slice(0, MAX_FEELINGS))
        }}
      />
      <Quiet live>{meaning && m.meaning(say(last ?? ''), meaning)}</Quiet>
    </>
  )
}
