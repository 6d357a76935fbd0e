import * as z from 'zod/mini'

/** An id of a record, a device, a person or a couple. */
export const bodyId = z.string().check(z.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/))

/**
 * Carried by every body of a `us` record, so that the reader notices a hole: the number this write
 * has among its device's shared writes, and the earlier numbers it stands for because the record was
 * written before. The numbers of one device start at 1.
 */
export const sharedWrite = {
  write: z.int().check(z.positive()),
  replaces: z.array(z.tuple([bodyId, z.int()])),
}
