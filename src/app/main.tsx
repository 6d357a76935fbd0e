import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

/** The composition root of the app. */

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <main>Tideline</main>
    </StrictMode>,
  )
}
if (import.meta.env.PROD) void navigator.serviceWorker.register('/sw.js')
