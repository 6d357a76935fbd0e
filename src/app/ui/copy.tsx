import { useState } from 'react'
import { Button } from './button.tsx'

/** Copies a text, and says so for a while. Where the browser refuses, the text is still there to be marked. */
export function CopyButton(props: { label: string; done: string; text: string }) {
  const { label, done, text } = props
  const [copied, setCopied] = useState(false)
  function copy(): void {
    navigator.clipboard.writeText(text).then(
      () => {
        setCopied(true)
        setTimeout(() => setCopied(false), 4000)
      },
      () => setCopied(false),
    )
  }
  return (
    <>
      <Button onClick={copy}>{copied ? done : label}</Button>
      <span role="status" hidden={!copied}>
        {copied ? done : ''}
      </span>
    </>
  )
}

/** A link to be marked and copied by hand. */
export function LinkText(props: { text: string; className?: string }) {
  return <code className={props.className}>{props.text}</code>
}
