import { decodeQR } from 'qr/decode.js'
import { useEffect, useRef, useState } from 'react'
import { useMessages } from '../messages/locale.tsx'
import { scanner } from '../messages/scanner.ts'
import { Trouble } from './page.tsx'
import styles from './scanner.module.css'

/** Between two looks, in ms: often enough to feel at once, seldom enough for an old phone. */
const EVERY = 200
const SIDE = 480

/**
 * This phone's camera, until it reads a code. What it sees is looked at here and goes nowhere. Where
 * the camera is refused, `instead` says what does the same without it.
 */
export function Scanner(props: { instead: string; onRead: (text: string) => void }) {
  const { instead, onRead } = props
  const m = useMessages(scanner)
  const video = useRef<HTMLVideoElement>(null)
  const read = useRef(onRead)
  const [refused, setRefused] = useState(false)
  useEffect(() => {
    read.current = onRead
  }, [onRead])

  useEffect(() => {
    let stream: MediaStream | null = null
    let over = false
    async function open(): Promise<void> {
      const seen = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment' },
      })
      if (over || !video.current) return stop(seen)
      stream = seen
      video.current.srcObject = seen
      await video.current.play()
    }
    open().catch(() => setRefused(!over))
    const timer = setInterval(() => {
      const text = video.current ? look(video.current) : null
      if (text !== null) read.current(text)
    }, EVERY)
    return () => {
      over = true
      clearInterval(timer)
      if (stream) stop(stream)
    }
  }, [])

  if (refused) return <Trouble>{`${m.refused} ${instead}`}</Trouble>
  return (
    <figure>
      <video ref={video} className={styles['view']} muted playsInline aria-label={m.view} />
      <figcaption>{m.hold}</figcaption>
    </figure>
  )
}

/** The middle of the picture, as the text of a code; null where there is none. */
function look(video: HTMLVideoElement): string | null {
  const { videoWidth: width, videoHeight: height } = video
  const side = Math.min(width, height)
  if (side === 0) return null
  const canvas = new OffscreenCanvas(SIDE, SIDE)
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) return null
  pen.drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE)
  try {
    return decodeQR(pen.getImageData(0, 0, SIDE, SIDE))
  } catch {
    return null
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
