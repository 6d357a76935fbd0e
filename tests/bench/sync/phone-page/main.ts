import { timed } from '../instant.ts'
import { showNewest } from './show.ts'

// As in the app, what syncs and pairs is not fetched before it is needed.
Object.assign(
  globalThis,
  location.hash === '#show'
    ? { shown: timed(() => showNewest(50)) }
    : { bench: import('./acts.ts').then(({ bench }) => bench) },
)
