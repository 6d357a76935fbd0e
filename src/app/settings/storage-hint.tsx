import { useEffect, useState } from 'react'
import { askToKeep } from '../keep-storage.ts'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Quiet, Stack } from '../ui/page.tsx'
import { useAnswer } from '../use-answer.ts'

type Promised = 'unknown' | 'yes' | 'no' | 'refused' | 'granted'

/**
 * Said in a browser that has not promised to keep what it holds, and is not installed. Whoever did not ask is
 * told `once`: until the app is opened again.
 */
export function StorageHint(props: { once?: boolean }) {
  const { once = false } = props
  const m = useMessages(settings).persist
  const [found] = useAnswer(readPromise)
  const [asked, setAsked] = useState<Promised | null>(null)
  const [isTold] = useState(() => once && wasTold())
  const promised = asked ?? (found.phase === 'answered' ? found.value : 'unknown')

  async function ask(): Promise<void> {
    setAsked((await askToKeep()) ? 'granted' : 'refused')
  }

  const isSaid = !isTold && (promised === 'no' || promised === 'refused')
  useEffect(() => {
    if (isSaid) rememberTold()
  }, [isSaid])

  if (isTold || promised === 'unknown' || promised === 'yes') return null
  if (promised === 'granted') return <Quiet live>{m.granted}</Quiet>
  return (
    <Stack>
      <Quiet>
        {m.line} {m.more}
      </Quiet>
      {promised === 'refused' ? (
        <Quiet live>{m.refused}</Quiet>
      ) : (
        'persist' in (navigator.storage ?? {}) && (
          <Buttons>
            <Button onClick={() => void ask()}>{m.ask}</Button>
          </Buttons>
        )
      )}
    </Stack>
  )
}

const NAME = 'tideline:told-of-storage'
let isToldNow = false

/** Whether it was said at an earlier opening of the app. */
function wasTold(): boolean {
  try {
    return !isToldNow && localStorage.getItem(NAME) !== null
  } catch {
    return false
  }
}

function rememberTold(): void {
  isToldNow = true
  try {
    localStorage.setItem(NAME, '')
  } catch {
    // A browser that keeps nothing is told again.
  }
}

async function readPromise(): Promise<Promised> {
  if (window.matchMedia('(display-mode: standalone)').matches) return 'yes'
  if (!navigator.storage?.persisted) return 'no'
  return (await navigator.storage.persisted()) ? 'yes' : 'no'
}
