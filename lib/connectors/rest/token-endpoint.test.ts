import { expect, test } from 'vitest'
import { quietWorld } from '../testing/quiet-world.ts'
import { smallServer } from '../testing/small-server.ts'
import { askForToken } from './token-endpoint.ts'

const address = /look at the address/
const key = /the client is not known/

test.each<[string, number, string, RegExp, number | undefined]>([
  ['a client that is not known', 401, '{"error":"invalid_client","error_description":"sekrit"}', key, 401],
  ['a client that is not known, in an object', 400, '{"error":{"type":"invalid_client","message":"sekrit"}}', key, 401],
  ['a page that is not there', 404, '<html>sekrit</html>', address, 401],
  ['JSON of something else', 404, '{"message":"sekrit"}', address, 401],
  ['a gate of somebody else', 403, '', address, 401],
  ['a page for people', 200, '<html>sekrit</html>', address, undefined],
  ['a server that is broken', 502, '<html>sekrit</html>', /provider's side \(502\)/, 502],
])('%s is told from the others', async (_, status, body, says, wanted) => {
  const server = await smallServer((_request, response) => response.writeHead(status).end(body))
  const meanings = { invalid_client: 'the client is not known' }
  const refused = await askForToken({ url: server.url, call: 'the sign-in', form: {}, meanings, world: quietWorld() }).catch((error: unknown) => error) // prettier-ignore
  await server.close()
  expect(refused).toMatchObject({ status: wanted, message: expect.stringMatching(says) as string })
  expect(String(refused)).not.toContain('sekrit')
  if (says === address) expect(String(refused)).not.toContain('credential')
})
