import { type Moment, readMoments } from '../../device/moments/read.ts'
import { useLive } from '../world.tsx'

/** The moments of a loop that open on this phone, in their order. */
export function useOpened(keys: readonly string[]): Moment[] | undefined {
  const wanted = keys.join(' ')
  return useLive(
    async (phone) => {
      const read = await readMoments(phone, wanted === '' ? [] : wanted.split(' '))
      return read.filter((each): each is Moment => 'move' in each)
    },
    [wanted],
  )
}
