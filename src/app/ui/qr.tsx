import { encodeQR } from 'qr'
import { useMemo } from 'react'
import styles from './qr.module.css'

const BORDER = 3

/** A link as a code for a camera: dark on light at night too, since many cameras read nothing else. */
export function QrCode(props: { text: string; label: string }) {
  const { text, label } = props
  const { path, size } = useMemo(() => {
    const rows = encodeQR(text, 'raw', { ecc: 'medium', border: BORDER })
    const squares = rows.flatMap((row, y) =>
      row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
    )
    return { path: squares.join(''), size: rows.length }
  }, [text])
  return (
    <figure aria-label={label}>
      <svg className={styles['code']} viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
        <path d={path} shapeRendering="crispEdges" />
      </svg>
    </figure>
  )
}
