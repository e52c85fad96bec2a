import type { Connector } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbes, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { openCloudflare, servicePath, tokensPath } from './api.ts'
import { Credential, Settings } from './settings.ts'
import { accountTokens, serviceTokens, type Reading } from './tokens.ts'
import { coverage, fields, notAsked, policy, verified, ways } from './words.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'account-tokens', read: accountTokens },
  { name: 'service-tokens', read: serviceTokens },
]

const probes = (settings: Settings): readonly Probe[] => all(settings).slice(0, settings.zeroTrust === 'read' ? 2 : 1)

const all = (settings: Settings): readonly Probe[] => [
  {
    permission: 'Account API Tokens: Read',
    lost: 'Tokens of the account.',
    path: tokensPath(settings),
    query: { per_page: 5 },
    missing: 'Cloudflare refuses to list tokens of this account to this token.',
  },
  {
    permission: 'Access: Service Tokens: Read',
    lost: 'Service tokens of Access.',
    path: servicePath(settings),
    query: { per_page: 5 },
    missing: 'Cloudflare refuses to list service tokens to this token.',
    absentSays: 'The account has no Zero Trust, or does not show it: where it has none, leave its service tokens out.',
  },
]

/** A Cloudflare account's tokens. */
export const cloudflare: Connector<Settings, Credential, Credential> = {
  kind: 'cloudflare',
  family: 'data',
  label: 'Cloudflare account',
  about: 'API tokens of the account with their permissions and addresses, and service tokens of Access.',
  settings: Settings,
  credential: Credential,
  credentialEnv: { apiToken: 'STANDDOWN_CLOUDFLARE_API_TOKEN' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  leavesUnread: ({ zeroTrust }) => (zeroTrust === 'left out' ? ['cloudflare.access-service-token'] : []),
  notAsked,
  subject: ({ account }) => `Cloudflare account ${account}`,
  async test(settings, credential, world) {
    return tryProbes(openCloudflare(settings, credential, world), probes(settings), 'Cloudflare')
  },
  observe: (settings, credential, world, cursor) =>
    readPhases('Cloudflare', phases, { api: openCloudflare(settings, credential, world), world, settings }, cursor),
}
