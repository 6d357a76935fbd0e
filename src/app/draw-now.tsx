import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { browserRuntime } from '../device/runtime.ts'
import { App } from './app.tsx'
import { keepRuns } from './runs.ts'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { type World, WorldProvider } from './world.tsx'

/**
 * Now as a new person meets it, as the build writes it into the page: what is seen before any script has
 * come. The same components draw it that take it over (`main.tsx`), so it cannot fall behind them.
 */
export function drawNow(): string {
  return renderToString(
    <StrictMode>
      <WorldProvider value={nobody()}>
        <ErrorBoundary>
          <App />
        </ErrorBoundary>
      </WorldProvider>
    </StrictMode>,
  )
}

/** A journal that is never opened. */
function nobody(): World {
  const runtime = browserRuntime('none', { api: null })
  const never = () => new Promise<never>(() => undefined)
  return { demo: false, runtime, opening: never(), runs: keepRuns(runtime, never) }
}
