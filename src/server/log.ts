/**
 * One line of the log. It tells how the server does, never who does what: no address, path, query,
 * body, key or token, and of an error neither its message nor its values.
 */
export interface LogLine {
  readonly level: 'info' | 'error'
  readonly event: string
  readonly method?: string
  /** The pattern of the route, with its parameters unnamed. */
  readonly route?: string
  readonly status?: number
  readonly ms?: number
  readonly error?: string
  readonly at?: readonly string[]
}

export type Log = (line: LogLine) => void

/** What may be told of an error: its class, its code, and the places in our code it came from. */
export function describeError(error: unknown): Pick<LogLine, 'error' | 'at'> {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const at = frames
    .slice(0, 8)
    .map((line) => line.trim().replace(/(?:file:)?\/\S*\/(src|node_modules)\//, '$1/'))
  return { error: `${error.name}${code}`, at }
}

/** Lines of JSON, with the time. */
export function logTo(write: (text: string) => void, clock: () => number): Log {
  return (line) => write(`${JSON.stringify({ time: new Date(clock()).toISOString(), ...line })}\n`)
}
