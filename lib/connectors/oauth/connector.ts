import type { Connector } from '../contract.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { actions } from './actions.ts'
import { check } from './check.ts'
import { clients } from './clients.ts'
import { openReading, type Reading } from './reading.ts'
import { server } from './server.ts'
import { Credential, Settings, type ActionCredential } from './settings.ts'
import { tokens } from './tokens.ts'
import { coverage, fields, notAsked, policy, verified, ways } from './words.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'server', read: server },
  { name: 'tokens', read: tokens },
  { name: 'clients', read: clients },
]

/** Any OAuth 2.0 authorization server by the standards alone, and the tokens that somebody lists. */
export const oauth: Connector<Settings, Credential, ActionCredential> = {
  kind: 'oauth',
  family: 'identity',
  label: 'OAuth server',
  about:
    'Tokens that you list, by introspection and by their own claims; whether what they are bound to is really checked; and what the server says of itself.',
  settings: Settings,
  credential: Credential,
  credentialEnv: {
    public: 'STANDDOWN_OAUTH_PUBLIC',
    clientId: 'STANDDOWN_OAUTH_CLIENT_ID',
    privateKey: 'STANDDOWN_OAUTH_PRIVATE_KEY',
    keyId: 'STANDDOWN_OAUTH_KEY_ID',
    clientSecret: 'STANDDOWN_OAUTH_CLIENT_SECRET',
    tokens: 'STANDDOWN_OAUTH_TOKENS',
    clients: 'STANDDOWN_OAUTH_CLIENTS',
  },
  fields,
  policy,
  ways,
  coverage,
  verified,
  notAsked,
  actions,
  // The list is yours and not the server's: what is taken off it is not gone.
  seesEverything: () => false,
  subject: ({ issuer }) => `OAuth server ${issuer}`,
  test: (settings, credential, world) => check(openReading(settings, credential, world)),
  observe: (settings, credential, world, cursor) =>
    readPhases('The OAuth server', phases, openReading(settings, credential, world), cursor),
}
