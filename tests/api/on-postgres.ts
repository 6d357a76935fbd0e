import { beforeEach, inject } from 'vitest'

/** Before each file of the run on PostgreSQL: says where it is, or skips all of it in the open. */
const postgres = inject('postgres')
if ('missing' in postgres) beforeEach(({ skip }) => skip(postgres.missing))
else {
  process.env['TIDELINE_TEST_POSTGRES'] = postgres.url
  process.env['TIDELINE_TEST_TEMPLATE'] = postgres.template
}
