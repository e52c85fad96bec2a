import { expect, test } from 'vitest'
import { connectorOf } from '../connectors/registry.ts'
import { credentialIssues } from './credential-issues.ts'

const secret = 'CNRY-0123456789'
const short = /too short: it takes at least \d+ characters/

test.each<[string, object, readonly [where: string, what: RegExp][]]>([
  ['gitlab', {}, [['credential.token', /^Is missing\.$/]]],
  ['gitlab', { token: 'CNRY' }, [['credential.token', short]]],
  ['gitlab', { token: secret.repeat(100) }, [['credential.token', /too long: it takes at most 1000 characters/]]],
  ['gitlab', { token: secret, other: secret }, [['credential.', /knows no such field/]]],
  ['vault', { roleId: secret }, [['credential.secretId', /^Is missing\.$/]]],
  ['okta', { clientId: '0oaReader00000000', privateKey: '' }, [['credential.privateKey', /^Is missing\.$/]]],
])('%s by %j says which field, and what of it', async (kind, given, wanted) => {
  const { credential } = await connectorOf(kind)
  const { error } = credential.safeParse(given)
  const issues = error ? credentialIssues(error, given) : []
  expect(issues.map(({ where }) => where)).toEqual(wanted.map(([where]) => where))
  for (const [at, [, what]] of wanted.entries()) expect(issues[at]?.what).toMatch(what)
  expect(JSON.stringify(issues)).not.toContain('CNRY')
})
