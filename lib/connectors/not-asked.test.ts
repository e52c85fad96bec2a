import { expect, test } from 'vitest'
import type { NotAsked } from './contract.ts'
import { connectorKinds, connectorOf } from './registry.ts'

const guid = '11111111-2222-3333-4444-555555555555'
const whole = (left: NotAsked) => Object.entries(left).flatMap(([object, { whole }]) => (whole ? [object] : []))
const inPart = (left: NotAsked) => Object.entries(left).flatMap(([object, { whole }]) => (whole ? [] : [object]))

const secrets = 'Secrets stored for Actions, Dependabot, Codespaces and coding agents'
const azure = ['Azure role assignments', 'Azure subscriptions', 'Azure role definitions']

/** Kind, settings, what they leave out, and what they leave out in part. */
const cases: readonly [string, object, readonly string[], (readonly string[])?][] = [
  ['github', { org: 'acme' }, [secrets, 'GitHub Actions OIDC subject', 'GitHub runner groups']],
  ['github', { org: 'acme', storedSecrets: ['dependabot'], runners: true }, ['GitHub Actions OIDC subject'], [secrets]],
  ['github', { org: 'acme', storedSecrets: ['actions', 'dependabot', 'codespaces', 'agents'], runners: true }, [], [secrets, 'GitHub Actions OIDC subject']],
  ['github', { org: 'acme', storedSecrets: ['actions', 'dependabot', 'codespaces', 'agents'], storedSecretsOf: 'environments', runners: true }, []],
  ['gitlab', { group: 'acme' }, ['GitLab personal access tokens', 'GitLab CI/CD variables', 'GitLab CI/CD variables of groups, left out as settings', 'GitLab CI/CD variables of projects, left out as settings']],
  ['gitlab', { group: 'acme', enterpriseUsers: true, variables: true }, []],
  ['gitlab', { variables: true }, ['GitLab IP allow list of the group', 'GitLab secret detection']],
  ['slack', { workspace: 'acme' }, ['Slack approved apps', 'Slack restricted apps']],
  ['slack', { workspace: 'acme', enterprise: 'yes' }, []],
  ['cloudflare', { account: '0'.repeat(32), zeroTrust: 'left out' }, ['Cloudflare Access service tokens']],
  ['cloudflare', { account: '0'.repeat(32) }, []],
  ['entra', { tenant: guid, clientId: guid }, azure],
  ['entra', { tenant: guid, clientId: guid, armUrl: 'https://management.azure.com' }, []],
  ['aws', { account: '123456789012' }, ['AWS accounts of the organisation', 'IAM Roles Anywhere', 'AWS Secrets Manager secrets']],
  ['aws', { account: '123456789012', memberRole: 'reads', exceptAccounts: ['123456789013'], regions: ['us-east-1'] }, [], ['AWS accounts of the organisation']],
  ['aws', { account: '123456789012', memberRole: 'reads', regions: ['us-east-1'] }, []],
  ['spiffe', { trustDomain: 'example.org', bundleUrl: 'https://spire.example.org' }, ['SPIRE registration entries', 'SPIFFE federation']],
  ['oauth', { issuer: 'https://login.example.org' }, ['OAuth resource servers', 'OAuth bindings that were tried']],
] // prettier-ignore

test.each(cases)('%s: %j leaves out what it does not ask for', async (kind, settings, wholly, partly = []) => {
  const connector = await connectorOf(kind)
  const left = connector.notAsked?.(connector.settings.parse(settings)) ?? {}
  expect(whole(left).toSorted()).toEqual([...wholly].toSorted())
  expect(inPart(left)).toEqual(partly)
  const read = connector.coverage.filter(({ state }) => state === 'read').map(({ object }) => object)
  for (const object of Object.keys(left)) expect(read).toContain(object)
})

test.each(connectorKinds)('%s: kinds that settings leave unread are of objects that they do not ask for', async (kind) => {
  const { coverage, leavesUnread, notAsked, settings } = await connectorOf(kind)
  for (const [of, given] of cases) {
    if (of !== kind) continue
    const parsed = settings.parse(given)
    const left = Object.keys(notAsked?.(parsed) ?? {})
    const unread = leavesUnread?.(parsed) ?? []
    const objects = coverage.filter(({ tokens = [], issuers = [] }) =>
      [...tokens, ...issuers].some((one) =>
        unread.some((each) => each === one || (one.endsWith('*') && each.startsWith(one.slice(0, -1)))),
      ),
    )
    for (const { object } of objects) expect(left).toContain(object)
  }
})
