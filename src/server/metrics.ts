import { hash, timingSafeEqual } from 'node:crypto'

/** What is counted for the operator: how the process does, never who does what. */
export interface Metrics {
  /** One request that was answered, by the pattern of its route. */
  observe(request: Observed): void
  /** Everything in the text format of Prometheus, to whoever shows the token; null to others. */
  tell(authorization: string | undefined): string | null
}

export interface Observed {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly ms: number
}

/** A value that is read when it is asked for. */
export interface Gauge {
  readonly name: string
  readonly help: string
  readonly type: 'gauge' | 'counter'
  readonly read: () => number
}

/** Upper bounds in seconds. The promise for a push under load is .15. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5]

interface Series {
  readonly labels: string
  readonly buckets: number[]
  count: number
  seconds: number
}

export function createMetrics(token: string, gauges: readonly Gauge[]): Metrics {
  const requests = new Map<string, number>()
  const durations = new Map<string, Series>()
  const digest = hash('sha256', `Bearer ${token}`, 'buffer')
  return {
    observe({ method, route, status, ms }) {
      const labels = `method="${method}",route="${route}"`
      const counted = `${labels},status="${status}"`
      requests.set(counted, (requests.get(counted) ?? 0) + 1)
      const series = durations.get(labels) ?? {
        labels,
        buckets: BUCKETS.map(() => 0),
        count: 0,
        seconds: 0,
      }
      durations.set(labels, series)
      for (const [n, bound] of BUCKETS.entries()) {
        if (ms / 1000 <= bound) series.buckets[n] = (series.buckets[n] ?? 0) + 1
      }
      series.count++
      series.seconds += ms / 1000
    },
    tell(authorization = '') {
      if (!timingSafeEqual(hash('sha256', authorization, 'buffer'), digest)) return null
      return [
        ...about('tideline_requests_total', 'counter', 'Requests answered.'),
        ...[...requests].map(([labels, count]) => `tideline_requests_total{${labels}} ${count}`),
        ...about('tideline_request_seconds', 'histogram', 'How long until an answer began.'),
        ...[...durations.values()].flatMap(linesOf),
        ...gauges.flatMap(({ name, type, help, read }) => [
          ...about(name, type, help),
          `${name} ${read()}`,
        ]),
        '',
      ].join('\n')
    },
  }
}

const about = (name: string, type: string, help: string): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
]

function linesOf({ labels, buckets, count, seconds }: Series): string[] {
  const name = 'tideline_request_seconds'
  return [
    ...BUCKETS.map((bound, n) => `${name}_bucket{${labels},le="${bound}"} ${buckets[n] ?? 0}`),
    `${name}_bucket{${labels},le="+Inf"} ${count}`,
    `${name}_sum{${labels}} ${seconds}`,
    `${name}_count{${labels}} ${count}`,
  ]
}
