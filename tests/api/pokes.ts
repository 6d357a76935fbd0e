import type { Poke } from '../../src/sync/api.ts'
import { type Device, requestFor, type Server } from './client.ts'

/** An open stream of pokes, read frame by frame. */
export interface Stream {
  /** The next poke; null when the stream has ended. */
  next(): Promise<Poke | null>
  /** All the text that has arrived. */
  readonly text: string
  close(): Promise<void>
}

export async function listenTo(server: Server, device: Device): Promise<Stream> {
  const response = await server.fetch(requestFor(server, device, 'pokes'))
  if (!response.ok || !response.body) throw new Error(`no stream: ${response.status}`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  let read = 0
  return {
    get text() {
      return text
    },
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n', read)
        if (end >= 0) {
          const frame = text.slice(read, end)
          read = end + 2
          if (frame.startsWith('data: ')) return JSON.parse(frame.slice(6)) as Poke
          continue
        }
        const part = await reader.read()
        if (part.done) return null
        text += part.value
      }
    },
    close: () => reader.cancel(),
  }
}
