import { useEffect, useState } from 'react'
import { useMessages } from '../messages/locale.tsx'
import { settings } from '../messages/settings.ts'
import { Button, Buttons } from '../ui/button.tsx'
import { Quiet, Stack } from '../ui/page.tsx'

type Promised = 'unknown' | 'yes' | 'no' | 'refused' | 'granted'

/** Said in a browser that has not promised to keep what it holds, and is not installed. */
export function StorageHint() {
  const m = useMessages(settings).persist
  const [promised, setPromised] = useState<Promised>('unknown')
  useEffect(() => {
    let here = true
    readPromise().then(
      (answer) => {
        if (here) setPromised(answer)
      },
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [])
  if (promised === 'unknown' || promised === 'yes') return null
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
            <Button
              onClick={() => {
                navigator.storage.persist().then(
                  (granted) => setPromised(granted ? 'granted' : 'refused'),
                  () => setPromised('refused'),
                )
              }}
            >
              {m.ask}
            </Button>
          </Buttons>
        )
      )}
    </Stack>
  )
}

async function readPromise(): Promise<Promised> {
  if (window.matchMedia('(display-mode: standalone)').matches) return 'yes'
  if (!navigator.storage?.persisted) return 'no'
  return (await navigator.storage.persisted()) ? 'yes' : 'no'
}
