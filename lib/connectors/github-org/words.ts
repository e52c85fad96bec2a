import type { Coverage, Field, Verified } from '../contract.ts'

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
    says: 'Counts as network confinement of the organisation while it is on and not wide open. Enterprise Cloud.',
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
    object: 'GitHub Actions, Dependabot and Codespaces secrets',
    state: 'not-built',
    says: 'Names and dates could be listed; values never.',
  },
  {
    object: 'Self-hosted runner registration tokens, webhooks’ secrets',
    state: 'not-built',
    says: 'Not read yet.',
  },
]

export const verified: Verified = {
  how: 'official-description',
  says: 'GitHub’s own description of its API (@octokit/openapi 23.0.2, Enterprise Cloud), served over HTTP: each token of its examples is read, field by field. Never run against github.com.',
}
