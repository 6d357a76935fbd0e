import { useState } from 'react'
import styles from './copy.module.css'
import { Button } from './button.tsx'

/** Copies a text, and says so for a while. Where the browser refuses, the text is still there to be marked. */
export function CopyButton(props: { label: string; done: string; text: string }) {
  const { label, done, text } = props
  const [copied, setCopied] = useState(false)
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 4000)
  }
  return (
    <>
      <Button onClick={() => void copy().catch(() => setCopied(false))}>
        {copied ? done : label}
      </Button>
      <output className={styles['said']}>{copied ? done : ''}</output>
    </>
  )
}
