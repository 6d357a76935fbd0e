import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import styles from './sheet.module.css'

/** Something that comes up from below for a moment, over the screen it belongs to. Esc and a tap beside it close it. */
export function Sheet(props: {
  title: string
  open: boolean
  onClose: () => void
  /** Whether closing gives the focus back to where it was. */
  givesBack?: () => boolean
  children: ReactNode
}) {
  const { title, open, onClose, givesBack = () => true, children } = props
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles['behind']} />
        <Dialog.Popup className={styles['sheet']} finalFocus={() => givesBack()}>
          <Dialog.Title className={styles['title']}>{title}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
