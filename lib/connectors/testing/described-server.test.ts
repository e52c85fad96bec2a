import { afterAll, beforeAll, expect, test } from 'vitest'
import { closed } from './carve.ts'
import { heldToDescription } from './described-server.ts'
import { smallServer, type SmallServer } from './small-server.ts'

const thing = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, kind: { type: 'string', enum: ['key', 'token'] } } }
const both = {
  allOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'object', properties: { more: { type: 'object', properties: { a: {} } } } }],
}
const answering = (schema: object) => ({ responses: { 200: { description: '', content: { 'application/json': { schema } } } } })
const description = () =>
  closed({
    openapi: '3.0.3',
    info: { title: 'Things', version: '1' },
    paths: {
      '/things/{id}': { get: { parameters: [{ in: 'path', name: 'id', required: true, schema: { type: 'string' } }, { in: 'query', name: 'size', schema: { type: 'integer' } }], ...answering(thing) } },
      '/both': { get: answering(both) },
    },
    components: { schemas: { Thing: { ...thing } } },
  }) // prettier-ignore

let provider: SmallServer
beforeAll(async () => {
  const answers: Record<string, object> = {
    '/api/things/1': { id: 'a', kind: 'key' },
    '/api/things/2': { id: 'a', kind: 'lock' },
    '/api/things/3': { id: 'a', secret: 'b' },
    '/api/things/4': { kind: 'key' },
    '/api/both': { id: 'a', kind: 'key', more: { a: 1, b: 2 } },
  }
  provider = await smallServer(({ url = '', headers }, response) => {
    const answer = answers[url.split('?')[0] ?? '']
    response.writeHead(answer ? 200 : 404, {
      'content-type': 'application/json',
      link: `<http://${headers.host}/api/things/2>; rel="next"`,
    })
    response.end(JSON.stringify(answer ?? {}))
  })
})
afterAll(() => provider.close())

test.each([
  ['what is as described', '/things/1?size=2', []],
  ['a value that it does not name', '/things/2', [/kind must be equal to one of the allowed values: key, token/]],
  ['a field that it does not name', '/things/3', [/must NOT have additional properties; found 'secret'/]],
  ['a field that is missing', '/things/4', [/must have required property 'id'/]],
  ['a parameter that it does not name', '/things/1?sise=2', [/^GET \/things\/1: request\.query\.sise is not described$/]],
  ['a parameter of another type', '/things/1?size=two', [/request\.query\.size/]],
  ['a call that it does not name', '/others', [/Selected route not found/]],
  ['parts put together are left open, and what they hold is not', '/both', [/more must NOT have additional properties; found 'b'/]],
])('%s', async (_what, path, told) => {
  const server = await heldToDescription(description(), `${provider.url}/api`)
  const answer = await fetch(server.url + path)
  expect(answer.headers.get('link')).toContain(`${server.url}/things/2`)
  await server.close()
  expect(server.violations()).toEqual(told.map((one) => expect.stringMatching(one) as string))
})
