import { Component, type ReactNode } from 'react'
import { frame } from '../messages/frame.ts'
import { useMessages } from '../messages/locale.tsx'
import { Button, Buttons } from './button.tsx'
import { Page, Quiet } from './page.tsx'

/** When a screen stumbles, what stands there says what happened and what is safe. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly error: unknown }
> {
  override state = { error: null as unknown }

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('unknown') }
  }

  override render() {
    return this.state.error === null ? (
      this.props.children
    ) : (
      <Failure error={this.state.error} retry={() => this.setState({ error: null })} />
    )
  }
}

/** One error, in plain words. */
export function Failure(props: { error: unknown; retry: () => void }) {
  const { error, retry } = props
  const m = useMessages(frame).error
  const reason = explain(error)
  return (
    <Page title={reason === 'no-storage' ? m.noStorage : m.title}>
      <p role="alert">
        {reason === 'no-storage' ? m.noStorageWhy : reason === 'no-part' ? m.offlinePart : m.safe}
      </p>
      <Buttons>
        <Button weight="main" onClick={retry}>
          {m.retry}
        </Button>
        <Button onClick={() => window.location.reload()}>{m.reload}</Button>
      </Buttons>
      {reason === 'other' && (
        <details>
          <summary>{m.detail}</summary>
          <Quiet>{error instanceof Error ? error.name : typeof error}</Quiet>
        </details>
      )}
    </Page>
  )
}

/** What is behind an error, as far as it can be told; its message is not shown, it may hold words. */
export function explain(error: unknown): 'no-storage' | 'no-part' | 'other' {
  if (!(error instanceof Error)) return 'other'
  const inner = (error as { inner?: unknown }).inner
  const names = [error.name, inner instanceof Error ? inner.name : '']
  const refused = ['OpenFailedError', 'MissingAPIError', 'SecurityError', 'InvalidStateError']
  if (names.some((name) => refused.includes(name))) return 'no-storage'
  return /dynamically imported module|importing a module|preload/i.test(error.message)
    ? 'no-part'
    : 'other'
}
