import { Dexie } from 'dexie'
import type { Runtime } from '../device/runtime.ts'

/** Calls `changed` whenever a record of this journal does, in this tab or in another. Answers how to stop. */
export function onRecordsChanged({ database }: Runtime, changed: () => void): () => void {
  const records = `idb://${database}/records/`
  const look = (parts: object) => {
    if (Object.keys(parts).some((part) => part.startsWith(records))) changed()
  }
  Dexie.on('storagemutated', look)
  return () => Dexie.on('storagemutated').unsubscribe(look)
}
