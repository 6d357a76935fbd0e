import { writeFile } from 'node:fs/promises'
import { encodeQR } from 'qr'

/** What a phone's camera sees in a test: one picture, as raw video that Chromium plays in its place. */

/** Makes Chromium play this file in the camera's place, and not ask whether it may. */
export const cameraFlags = (file: string): string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${file}`,
]

const WIDTH = 640
const HEIGHT = 480
const DOT = 6
const [WHITE, BLACK, NO_COLOUR] = [235, 16, 128]

/** Holds a screen with the code of this text in front of the camera (YUV4MPEG2, 4:2:0). */
export async function showToCamera(file: string, text: string): Promise<void> {
  const dots = encodeQR(text, 'raw', { border: 3 })
  const side = dots.length * DOT
  const [left, top] = [(WIDTH - side) / 2, (HEIGHT - side) / 2].map(Math.floor)
  if (left === undefined || top === undefined || top < 0) throw new Error('too large a code')
  const light = Buffer.alloc(WIDTH * HEIGHT, WHITE)
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const isDark = dots[Math.floor(y / DOT)]?.[Math.floor(x / DOT)] ?? false
      if (isDark) light[(top + y) * WIDTH + left + x] = BLACK
    }
  }
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, NO_COLOUR)
  const frame = [Buffer.from('FRAME\n'), light, colour]
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  await writeFile(file, Buffer.concat([header, ...frame, ...frame]))
}
