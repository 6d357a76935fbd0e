import { takePhone } from '../../e2e/phone.ts'
import { type Figure, quantile } from '../figures.ts'
import { emptyPhone, on, onBare, type Stage } from './stage.ts'

/** An empty phone receives the whole journal; the bound fetches the same bytes and puts them down. */
export async function measureReceive(stage: Stage, rounds: number): Promise<Figure[]> {
  const times = {
    whole: [] as number[],
    open: [] as number[],
    newest: [] as number[],
    bound: [] as number[],
  }
  let moments = 0
  for (let round = 0; round < rounds; round += 1) {
    const phone = await emptyPhone(stage.server, stage.words)
    const { whole, newest } = await on(phone.page, (bench) => bench.receive(), null)
    const open = await on(phone.page, (bench) => bench.openAll(), null)
    moments = await on(phone.page, (bench) => bench.count(), null)
    await phone.remove()
    const bare = await takePhone('bare', stage.bare.url)
    await bare.page.goto('/')
    const bound = await onBare(bare.page, (bench, n) => bench.receive(n), stage.pages.length)
    await bare.remove()
    times.whole.push(whole)
    times.open.push(open)
    times.newest.push(newest)
    times.bound.push(bound)
  }
  const [whole, open, bound] = [median(times.whole), median(times.open), median(times.bound)]
  return [
    {
      what: `an empty phone receives ${moments} moments, without opening the words`,
      measured: (whole - open) / bound,
      bound: 1.2,
      unit: 'times',
      detail: `${whole.toFixed(0)} ms, ${open.toFixed(0)} of them opening, to ${bound.toFixed(0)} ms; ${rounds} rounds`,
    },
    {
      what: 'the newest 50 on the screen, from the first bytes',
      measured: median(times.newest),
      bound: 30,
      unit: 'ms',
      detail: `${rounds} rounds`,
    },
  ]
}

const median = (values: readonly number[]): number => quantile(values, 0.5)
