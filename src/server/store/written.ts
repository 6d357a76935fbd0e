import { type Compilable, CompiledQuery, type Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** The text of queries, by name and number of their values. */
export type Written = Map<string, string>

/**
 * Asks a query that is asked all the time. Its text is written out once for each name and number of
 * values, and from then on only given its values: building it anew costs more than the answer does.
 * `build` makes it of the same values, in the order in which the text names them.
 */
export async function ask<R>(
  { db, written }: { readonly db: Kysely<Tables>; readonly written: Written },
  name: string,
  values: readonly unknown[],
  build: () => Compilable<R>,
): Promise<R[]> {
  const shape = `${name} ${values.length}`
  const known = written.get(shape)
  if (known !== undefined)
    return (await db.executeQuery<R>(CompiledQuery.raw(known, [...values]))).rows
  const query = build().compile()
  const isInOrder =
    query.parameters.length === values.length &&
    query.parameters.every((value, n) => value === values[n])
  if (!isInOrder) throw new Error(`The values of "${name}" are not in the order of its text.`)
  written.set(shape, query.sql)
  return (await db.executeQuery(query)).rows
}
