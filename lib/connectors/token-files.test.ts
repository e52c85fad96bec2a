import { expect, test } from 'vitest'
import { connectorOf } from './registry.ts'
import { canary } from './rest/testing/conformance.ts'
import { quietWorld } from './testing/quiet-world.ts'
import { smallServer } from './testing/small-server.ts'
import { withTokenFile } from './testing/token-file.ts'

const tokenFile = 'standdown'
const provider = 'projects/123456789012/locations/global/workloadIdentityPools/standdown/providers/cluster'
const serviceAccount = 'reader@acme-tools.iam.gserviceaccount.com'

/** Everything that signs in by a token file, at an address that whoever adds a source chooses. */
const users: [string, (base: string) => object, object][] = [
  ['kubernetes', (baseUrl) => ({ cluster: 'acme', baseUrl, tokenFile }), { fromFile: true }],
  ['vault', (baseUrl) => ({ baseUrl, tokenFile }), { fromFile: 'token' }],
  ['vault', (baseUrl) => ({ baseUrl, tokenFile, role: 'standdown' }), { fromFile: 'jwt' }],
  ['databricks', (workspaceUrl) => ({ workspaceUrl }), { clientId: 'app-reader', tokenFile }],
  ['snowflake', (baseUrl) => ({ account: 'acme-main', user: 'STANDDOWN', role: 'READER', warehouse: 'SMALL', baseUrl }), { tokenFile }],
  ['gcp', (base) => ({ scope: 'projects/acme-prod', provider, address: `${base}/{service}` }), { tokenFile }],
  ['google-workspace', (base) => ({ admin: 'ana@acme.example', provider, serviceAccount, address: `${base}/{service}` }), { tokenFile }],
  ['anthropic', (baseUrl) => ({ organisation: 'acme', baseUrl, organisationId: 'org-1', federationRule: 'fdrl_own', serviceAccount: 'svac_own' }), { tokenFile }],
] // prettier-ignore

/** Tests a connection to a server, with a token file for `address` (the server itself where left out); what was sent, and what came of it. */
async function tried([kind, settings, credential]: (typeof users)[number], address?: string) {
  const server = await smallServer((_, response) => response.writeHead(401, { 'content-type': 'application/json' }).end('{}'))
  const connector = await connectorOf(kind)
  const test = () => connector.test(connector.settings.parse(settings(server.url)), connector.credential.parse(credential), quietWorld())
  const came: unknown = await withTokenFile(address ?? server.url, canary, test).catch((error: unknown) => error)
  await server.close()
  return { sent: JSON.stringify(server.asked.map(({ body, headers }) => [body, headers])), came }
}

test.each(users)('%s shows a token to the host that it is for', async (...user) => {
  expect((await tried(user)).sent).toContain(canary)
})

test.each(users)('%s shows a token to no other', async (...user) => {
  const { sent, came } = await tried(user, 'https://real.example')
  expect(sent).toBe('[]')
  expect(came).toMatchObject({ status: 401, message: expect.stringContaining('Only a file in the folder of that name is sent') as string })
})
