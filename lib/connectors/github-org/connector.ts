import type { Connector, ConnectorWorld } from '../contract.ts'
import type { Json } from '../../model/json.ts'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { confining } from '../confining.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { actions } from './actions.ts'
import { checkPermissions } from './check.ts'
import { secretApps, type SecretApp } from './ci-secrets.ts'
import { openGitHub } from './client.ts'
import { credentialAuthorizations } from './credential-authorizations.ts'
import { deployKeys } from './deploy-keys.ts'
import { installations } from './installations.ts'
import { ipAllowList } from './ip-allow-list.ts'
import type { Reading } from './listing.ts'
import { oidcSubject } from './oidc-subject.ts'
import { readOrganisation } from './organisation.ts'
import { personalAccessTokens } from './personal-access-tokens.ts'
import { repositoryApps, repositorySecrets } from './repository-secrets.ts'
import { runners } from './runners.ts'
import { secretScanning } from './secret-scanning.ts'
import { orgSecrets } from './stored-secrets.ts'
import { ways } from './ways.ts'
import { coverage, fields, notAsked, policy, verified } from './words.ts'
import { Credential, Settings } from './settings.ts'

const always: readonly Phase<Reading>[] = [
  { name: 'installations', read: installations },
  { name: 'fine-grained', read: personalAccessTokens },
  { name: 'authorizations', read: credentialAuthorizations },
  { name: 'deploy-keys', read: deployKeys },
  { name: 'secret-scanning', read: secretScanning },
]

/** What is read only where the settings ask for it: it takes permissions of its own. Then whatever is refused is a gap. */
function phasesOf({ storedSecrets, storedSecretsOf, runners: withRunners }: Settings): readonly Phase<Reading>[] {
  const deep = storedSecretsOf !== 'organisation' && repositoryApps.some((app) => storedSecrets.includes(app))
  return [
    ...always,
    ...storedSecrets.map(orgSecrets),
    ...(deep ? [repositorySecrets({ apps: storedSecrets, environments: storedSecretsOf === 'environments' })] : []),
    ...(storedSecrets.includes('actions') ? [{ name: 'oidc-subject', read: oidcSubject }] : []),
    ...(withRunners ? [{ name: 'runners', read: runners }] : []),
  ]
}

function leavesUnread({ storedSecrets, storedSecretsOf, runners: withRunners }: Settings): readonly string[] {
  const asked = (app: SecretApp) => storedSecrets.includes(app)
  return [
    ...secretApps.filter((app) => !asked(app)).map((app) => `github.stored-secret.${app}`),
    ...repositoryApps.filter((app) => !asked(app) || storedSecretsOf === 'organisation').map((app) => `github.stored-secret.repository.${app}`),
    ...(asked('actions') && storedSecretsOf === 'environments' ? [] : ['github.stored-secret.environment']),
    ...(asked('actions') && storedSecretsOf !== 'organisation' ? [] : ['github.actions-oidc']),
    ...(withRunners ? [] : ['github.runner-group']),
  ]
} // prettier-ignore

async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld, cursor: Json): AsyncGenerator<Observation> {
  const github = openGitHub(settings, credential, world)
  const org = await readOrganisation(github, settings.org)
  const confined = yield* ipAllowList({ github, org })
  const reaches = ({ kind }: Sighting) => !kind.startsWith('github.stored-secret.')
  yield* confining(confined, reaches, readPhases('GitHub', phasesOf(settings), { github, org, world }, cursor))
}

/** A GitHub organisation's tokens, keys and Apps, through its REST interface (and GraphQL for the IP allow list). */
export const github: Connector<Settings, Credential, Credential> = {
  kind: 'github',
  family: 'code',
  label: 'GitHub organisation',
  about:
    'Fine-grained tokens with the repositories they reach, credentials authorised for single sign-on, deploy keys, installed Apps, the IP allow list and secret-scanning alerts; where it is asked for, secrets stored for CI, runners and the OIDC subject.',
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
    return checkPermissions(opened, org, { github: opened, org, world }, settings)
  },
  observe,
  leavesUnread,
  notAsked,
}
