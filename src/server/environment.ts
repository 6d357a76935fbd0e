/** What the server is told by the environment it starts in. */
export interface Environment {
  readonly port: number
  readonly host: string
  /** The folder of the database, where it is SQLite. */
  readonly data: string
  /** The address of a PostgreSQL database to use instead; null for SQLite. */
  readonly databaseUrl: string | null
  /** What an operator shows to read the metrics; null for nobody may. */
  readonly metricsToken: string | null
  /** How many proxies in front of the server add to `X-Forwarded-For`. */
  readonly proxies: number
}

/** Reads the environment, or tells everything that is wrong with it. */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; value: Environment } | { ok: false; errors: readonly string[] } {
  const port = Number(env['PORT'] ?? '8787')
  const host = env['HOST'] ?? '127.0.0.1'
  const data = env['TIDELINE_DATA'] ?? 'data'
  const databaseUrl = env['DATABASE_URL'] || null
  const metricsToken = env['TIDELINE_METRICS_TOKEN'] || null
  const proxies = Number(env['TIDELINE_PROXIES'] ?? '0')
  const errors = [
    Number.isInteger(port) && port >= 0 && port <= 65_535 ? [] : ['PORT: a number from 0 to 65535'],
    host.trim() === '' ? ['HOST: an address to listen on, such as 127.0.0.1 or 0.0.0.0'] : [],
    data.trim() === '' ? ['TIDELINE_DATA: a folder'] : [],
    databaseUrl === null || /^postgres(?:ql)?:\/\//.test(databaseUrl)
      ? []
      : ['DATABASE_URL: an address that begins with postgres://, or nothing for SQLite'],
    metricsToken === null || metricsToken.length >= 16
      ? []
      : ['TIDELINE_METRICS_TOKEN: at least 16 characters, or nothing for no metrics'],
    Number.isInteger(proxies) && proxies >= 0 && proxies <= 10
      ? []
      : ['TIDELINE_PROXIES: how many proxies are in front of the server, 0 to 10'],
  ].flat()
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, value: { port, host, data, databaseUrl, metricsToken, proxies } }
}
