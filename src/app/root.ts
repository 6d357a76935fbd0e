/** React alone, so that it can be evaluated in a step of its own, before the app (`first.ts`). */
export { startTransition } from 'react'
export { createRoot, hydrateRoot } from 'react-dom/client'
