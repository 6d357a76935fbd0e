import { useEffect, useState } from 'react'
import { useWorld } from './world.tsx'

const TURN = 10_000

/** The time, in ms by this phone, looked at every few seconds and whenever the app comes to the front. */
export function useClock(): number {
  const { runtime } = useWorld()
  const [now, setNow] = useState(runtime.clock)
  useEffect(() => {
    const look = () => setNow(runtime.clock())
    const timer = setInterval(look, TURN)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [runtime])
  return now
}
