import type { ReactNode } from 'react'
import { openDemo } from '../device/demo.ts'
import { browserRuntime } from '../device/runtime.ts'
import { askWorker } from './ask-worker.ts'
import { findRuns } from './find-runs.ts'
import { keepRuns } from './runs.ts'
import { type World, WorldProvider } from './world.tsx'

let demo: World | null = null

/** The made-up couple's journal: its own database, and no network. It is opened when first visited. */
function demoWorld(): World {
  if (!demo) {
    const runtime = browserRuntime('tideline-demo', { api: null })
    const opening = openDemo(runtime, () => askWorker(runtime, { about: 'demo' }, () => undefined))
    demo = { demo: true, runtime, opening, runs: keepRuns(runtime, findRuns) }
  }
  return demo
}

/** Puts the screens inside into the made-up couple's journal. */
export function DemoWorld(props: { children: ReactNode }) {
  return <WorldProvider value={demoWorld()}>{props.children}</WorldProvider>
}
