import { type ComponentType, lazy } from 'react'

/**
 * A part of Now that is fetched after the four forms. On a very first visit the network may be gone
 * before it has come: Now stands without it as well.
 */
export const whenItComes = <P>(load: () => Promise<ComponentType<P>>) =>
  lazy(async () => {
    const Nothing: ComponentType<P> = () => null
    return { default: await load().catch(() => Nothing) }
  })
