/**
 * How much of a hostile suite runs. `npm test` takes a fixed slice; `npm run test:hostile` all of it, from
 * a seed that it prints and that can be given again as HOSTILE_SEED.
 */
export const isLong = process.env['HOSTILE'] === 'long'
export const seed = Number(process.env['HOSTILE_SEED'] ?? 1)

/** `slice` in `npm test`, `all` in `npm run test:hostile`. */
export const howMany = (slice: number, all: number): number => (isLong ? all : slice)
