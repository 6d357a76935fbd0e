import { expect, it } from 'vitest'
import { describeApi } from '../../src/server/openapi.ts'
import { PROBLEMS } from '../../src/server/problem.ts'
import { ROUTES } from '../../src/sync/api.ts'
import { REASONS } from '../../src/sync/problem.ts'

/** The document says what the routes do, since both are made of one table. */

const document = describeApi('0') as {
  openapi: string
  paths: Record<
    string,
    Record<
      string,
      {
        responses: object
        security: unknown[]
        parameters?: { name: string; schema: object }[]
        requestBody?: object
      }
    >
  >
}

it('describes every route, and no other', () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const routes = Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`)
  expect(described.toSorted()).toEqual(routes.toSorted())
})

it('tells of every route what it takes, answers and refuses', () => {
  for (const { method, path, signer } of Object.values(ROUTES)) {
    const route = document.paths[path]?.[method.toLowerCase()]
    expect(route?.responses).toHaveProperty('200')
    expect(route?.responses).toHaveProperty('429')
    expect(route?.security).toEqual(signer === 'none' ? [] : [{ proof: [] }])
    if (method !== 'GET') expect(route?.requestBody).toBeDefined()
  }
  const pull = document.paths['/api/feed']?.['get']
  expect(pull?.parameters?.map(({ name }) => name)).toEqual([
    'incarnation',
    'after',
    'mark',
    'before',
    'limit',
  ])
  expect(pull?.parameters?.at(-1)?.schema).toMatchObject({
    type: 'integer',
    maximum: 500,
    default: 50,
  })
})

it('has a status and a sentence for every reason', () => {
  for (const reason of REASONS) {
    const [status, title] = PROBLEMS[reason]
    expect(status).toBeGreaterThanOrEqual(400)
    expect(title.endsWith('.')).toBe(true)
  }
})
