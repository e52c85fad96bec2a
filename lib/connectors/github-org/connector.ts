import type { Connector, ConnectorWorld } from '../contract.ts'
import type { Json } from '../../model/json.ts'
import type { Observation } from '../../model/sighting.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { actions } from './actions.ts'
import { checkPermissions } from './check.ts'
import { openGitHub } from './client.ts'
import { credentialAuthorizations } from './credential-authorizations.ts'
import { deployKeys } from './deploy-keys.ts'
import { installations } from './installations.ts'
import { ipAllowList } from './ip-allow-list.ts'
import type { Reading } from './listing.ts'
import { readOrganisation } from './organisation.ts'
import { personalAccessTokens } from './personal-access-tokens.ts'
import { secretScanning } from './secret-scanning.ts'
import { ways } from './ways.ts'
import { coverage, fields, policy, verified } from './words.ts'
import { Credential, Settings } from './settings.ts'

const phases: readonly Phase<Reading>[] = [
  { name: 'installations', read: installations },
  { name: 'fine-grained', read: personalAccessTokens },
  { name: 'authorizations', read: credentialAuthorizations },
  { name: 'deploy-keys', read: deployKeys },
  { name: 'ip-allow-list', read: ipAllowList },
  { name: 'secret-scanning', read: secretScanning },
]

async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const github = openGitHub(settings, credential, world)
  const org = await readOrganisation(github, settings.org)
  yield* readPhases('GitHub', phases, { github, org, world }, cursor)
}

/** A GitHub organisation's tokens, keys and Apps, through its REST interface (and GraphQL for the IP allow list). */
export const github: Connector<Settings, Credential, Credential> = {
  kind: 'github',
  family: 'code',
  label: 'GitHub organisation',
  about:
    'Fine-grained tokens with the repositories they reach, credentials authorised for single sign-on, deploy keys, installed Apps, the IP allow list and secret-scanning alerts.',
  settings: Settings,
  credential: Credential,
  credentialEnv: {
    token: 'STANDDOWN_GITHUB_TOKEN',
    appId: 'STANDDOWN_GITHUB_APP_ID',
    installationId: 'STANDDOWN_GITHUB_INSTALLATION_ID',
    privateKey: 'STANDDOWN_GITHUB_PRIVATE_KEY',
  },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  subject: ({ org, baseUrl }) =>
    baseUrl === 'https://api.github.com' ? `organisation ${org}` : `organisation ${org} at ${new URL(baseUrl).host}`,
  async test(settings, credential, world) {
    const opened = openGitHub(settings, credential, world)
    const org = await readOrganisation(opened, settings.org)
    return checkPermissions(opened, org, { github: opened, org, world })
  },
  observe,
}
