import type { Coverage, Field, NotAsked, Verified } from '../contract.ts'
import { appNames, secretApps } from './ci-secrets.ts'
import type { Settings } from './settings.ts'

/** What people read about this connector: the form, the permissions to copy, and what it sees and does not see. */
export const fields: readonly Field[] = [
  { name: 'org', label: 'Organisation', hint: 'As in its address on GitHub.', kind: 'text', required: true, example: 'acme' },
  {
    name: 'baseUrl',
    label: 'REST address',
    hint: 'Leave it for github.com. On GitHub Enterprise Server it ends in /api/v3.',
    kind: 'url',
    required: false,
    example: 'https://github.example.com/api/v3',
  },
  {
    name: 'storedSecrets',
    label: 'Secrets stored for CI',
    hint: 'Whose stored secrets are listed, by name and date: actions, dependabot, codespaces, agents. Each takes a permission more; leave it empty to list none.',
    kind: 'list',
    required: false,
    example: 'actions, dependabot',
  },
  {
    name: 'storedSecretsOf',
    label: 'How deep they are listed',
    hint: 'Of the organisation alone, of its repositories too, or of their environments as well. Repositories and environments cost a call each.',
    kind: 'choice',
    required: false,
    choices: ['organisation', 'repositories', 'environments'],
  },
  {
    name: 'runners',
    label: 'List runner groups',
    hint: 'Who may run jobs on your own machines, and which of them outlive a job. It takes a permission more.',
    kind: 'choice',
    required: false,
    choices: ['true'],
  },
  {
    name: 'appId',
    label: 'App ID',
    hint: 'Of the GitHub App that Standdown reads as. An App sees more than a token, and holds nothing that lives long on GitHub’s side.',
    kind: 'text',
    required: false,
  },
  {
    name: 'installationId',
    label: 'Installation ID',
    hint: 'The number at the end of the installation’s settings address.',
    kind: 'text',
    required: false,
  },
  {
    name: 'privateKey',
    label: 'App private key',
    hint: 'The whole PEM file. Sealed at rest and never shown again.',
    kind: 'multiline-secret',
    required: false,
  },
  {
    name: 'token',
    label: 'Token (instead of an App)',
    hint: 'An organisation owner’s token with read:org, admin:org read and repo administration. It cannot list fine-grained tokens.',
    kind: 'secret',
    required: false,
  },
]

export const policy = {
  title: 'Permissions of the GitHub App (all read-only)',
  language: 'text' as const,
  text: `GitHub App, installed in the organisation with access to ALL repositories.
No webhook is needed; make it private ("Only on this account").

Organisation permissions
  Personal access tokens ......... Read-only    fine-grained tokens and the repositories they reach
  Administration ................. Read-only    installed Apps, authorised credentials, IP allow list

Repository permissions
  Administration ................. Read-only    deploy keys
  Metadata ....................... Read-only    the list of repositories (mandatory anyway)
  Secret scanning alerts ......... Read-only    leaks that GitHub found, never the secrets (leave it out to read none)

Only for what you ask for in the settings (names and dates, never values)
Organization permissions
  Secrets ........................ Read-only    what is stored for Actions
  Organization dependabot secrets  Read-only    what is stored for Dependabot
  Organization codespaces secrets  Read-only    what is stored for Codespaces
  Organization agent secrets ..... Read-only    what is stored for coding agents
  Self-hosted runners ............ Read-only    runner groups, and which runners outlive a job
Repository permissions, where secrets of repositories are listed
  Secrets, Dependabot secrets, Agent secrets, Environments, Actions ... Read-only
`,
}

export const actionPolicy = {
  title: 'Permissions of the GitHub App that acts',
  language: 'text' as const,
  text: `A second GitHub App beside the one that reads, private, without webhook,
installed in the organisation with access to ALL repositories.

Organisation permissions
  Personal access tokens ......... Read and write    revoking fine-grained tokens
  Administration ................. Read and write    removing authorised credentials

Repository permissions
  Administration ................. Read and write    deleting deploy keys
  Metadata ....................... Read-only         mandatory anyway

GitHub has nothing narrower: whoever has its private key can do all that "Administration" can.
Leave out what you do not want Standdown to do; the test says what is missing then.
`,
}

export const actionSteps: readonly string[] = [
  'In the organisation’s settings, open Developer settings, GitHub Apps, New GitHub App, and name it so that the audit log shows who acted.',
  'Give the permissions to copy, and no others; install it with access to all repositories.',
  'Generate a private key and paste it here. It is a standing credential of our own, wider than reading: rotate it, and take it away when it is not needed.',
]

const storedObject = 'Secrets stored for Actions, Dependabot, Codespaces and coding agents'
const subjectObject = 'GitHub Actions OIDC subject'
const runnersObject = 'GitHub runner groups'

/** What settings leave out: it takes permissions of its own, so that nothing of it is read unless somebody says so. */
export function notAsked({ storedSecrets, storedSecretsOf, runners }: Settings): NotAsked {
  const left = secretApps.filter((app) => !storedSecrets.includes(app)).map((app) => appNames[app])
  const deeper = {
    organisation: 'those of repositories and of their environments',
    repositories: 'those of environments',
    environments: '',
  }
  const parts = [...left.map((name) => `those for ${name}`), ...(deeper[storedSecretsOf] ? [deeper[storedSecretsOf]] : [])]
  return {
    ...(storedSecrets.length === 0
      ? { [storedObject]: { whole: true, says: 'The settings name none of them.' } }
      : parts.length > 0 && { [storedObject]: { whole: false, says: `The settings leave out ${parts.join(', ')}.` } }),
    ...(!storedSecrets.includes('actions')
      ? { [subjectObject]: { whole: true, says: 'The settings do not ask for secrets of Actions, with which it is read.' } }
      : storedSecretsOf === 'organisation' && {
          [subjectObject]: {
            whole: false,
            says: 'The settings do not ask for secrets of repositories, with which templates of repositories are read.',
          },
        }),
    ...(!runners && { [runnersObject]: { whole: true, says: 'The settings do not ask for them.' } }),
  }
}

export const coverage: readonly Coverage[] = [
  {
    object: 'GitHub fine-grained tokens',
    state: 'read',
    tokens: ['github.pat.fine-grained'],
    says: 'With permissions, repositories, expiry and last use. Listed for GitHub Apps only. Issue date is known as "approved on", a lower bound.',
  },
  {
    object: 'GitHub credentials authorised for single sign-on',
    state: 'read',
    tokens: ['github.pat.classic', 'github.oauth-token', 'github.app-user-token', 'github.ssh-key'],
    says: 'Classic tokens, OAuth tokens, Apps’ user tokens and SSH keys that members authorised. Exists with SAML single sign-on on Enterprise Cloud.',
  },
  { object: 'GitHub deploy keys', state: 'read', tokens: ['github.deploy-key'], says: 'Of every repository the credential can see.' },
  {
    object: 'GitHub App installations',
    state: 'read',
    issuers: ['github.app'],
    says: 'As issuers of one-hour tokens, with their permissions.',
  },
  {
    object: 'GitHub IP allow list',
    state: 'read',
    says: 'Counts as network confinement of what reaches the organisation while it is on and not wide open; not of the copies of other credentials that are stored there. Enterprise Cloud.',
  },
  {
    object: 'GitHub secret-scanning alerts',
    state: 'read',
    says: 'As leaks, with where and when, and whether GitHub found them to work; secrets are left out of the answer (hide_secret). Needs Secret Protection and a permission of its own.',
  },
  {
    object: 'Classic tokens without single sign-on',
    state: 'not-offered',
    says: 'GitHub shows an organisation no classic tokens of its members unless SAML single sign-on makes them authorise each one.',
  },
  {
    object: 'Private keys of GitHub Apps',
    state: 'not-offered',
    says: 'They are listed to nobody but the App’s owner, in the browser. Record them by file import.',
  },
  { object: 'Last use of installation tokens', state: 'not-offered', says: 'Only the enterprise audit log shows it.' },
  {
    object: storedObject,
    state: 'read',
    tokens: ['github.stored-secret.*'],
    optional: true,
    toldAs: secretApps.map((app) => `${appNames[app]} secrets of the organisation`),
    says: 'Where the settings ask for it: of the organisation, its repositories and their environments. Names and dates, never values; what a name suggests is a suggestion.',
  },
  {
    object: subjectObject,
    state: 'read',
    issuers: ['github.actions-oidc'],
    optional: true,
    says: 'Where secrets of Actions are asked for: by what the runs’ ID tokens are told apart, and which repositories have a template of their own.',
  },
  {
    object: runnersObject,
    state: 'read',
    issuers: ['github.runner-group'],
    optional: true,
    says: 'Where the settings ask for it: who may use them, and how many of the organisation’s own runners are not ephemeral.',
  },
  {
    object: 'Codespaces secrets of repositories',
    state: 'not-offered',
    says: 'GitHub lists them only to who may write them. Those of the organisation are read.',
  },
  {
    object: 'Runner registration tokens, secrets of webhooks, runners of single repositories',
    state: 'not-built',
    says: 'Not read yet.',
  },
]

export const verified: Verified = {
  how: 'official-description',
  says: 'GitHub’s own description of its API (@octokit/openapi 23.0.2, Enterprise Cloud), served over HTTP: each token of its examples is read, field by field. Never run against github.com.',
}
