import type { Coverage, Field, Verified, WayIn } from '../contract.ts'
import { tokenFileField, tokenFileStep } from '../rest/token-file.ts'

const folder = 'dbc-1a2b3c4d-5e6f.cloud.databricks.com'

export const fields: readonly Field[] = [
  { name: 'workspaceUrl', label: 'Workspace', hint: 'Its address, as the browser has it.', kind: 'url', required: true, example: 'https://dbc-1a2b3c4d-5e6f.cloud.databricks.com' },
  { name: 'clientId', label: 'Application ID', hint: 'Of the service principal that reads.', kind: 'text', required: true, example: '11111111-2222-3333-4444-555555555555' },
  { ...tokenFileField(folder, 'standdown'), required: true },
  { name: 'clientSecret', label: 'Secret', hint: 'Of that service principal. Sealed at rest and never shown again.', kind: 'secret', required: true },
] // prettier-ignore

export const policy = {
  title: 'What the service principal may do',
  language: 'text' as const,
  text: `A service principal of its own, in this workspace:
  member of the group admins .... other people's tokens, users and service principals
                                  are listed to workspace admins alone
Databricks has no narrower right that lists them. It is used to read, and signs in by
federation where that can be, so that no secret of an administrator rests anywhere.
`,
}

export const actionPolicy = {
  title: 'What the service principal that acts may do',
  language: 'text' as const,
  text: `A second service principal, member of the workspace's group admins.
Databricks deletes tokens and secrets, and can switch neither off.
`,
}

export const coverage: readonly Coverage[] = [
  { object: 'Databricks personal access tokens', state: 'read', tokens: ['databricks.personal-access-token'], says: 'Of everybody in the workspace, with owner, expiry and the day of the last use.' },
  { object: 'Databricks service principal secrets', state: 'read', tokens: ['databricks.service-principal-secret'], says: 'Of every service principal of the workspace, with expiry. Their use is told to nobody.' },
  { object: 'Databricks users', state: 'read', says: 'To tell owners, and who is an administrator.' },
  { object: 'Databricks service principals', state: 'read', says: 'To find their secrets, and who is an administrator.' },
  { object: 'Databricks IP access lists', state: 'read', says: 'As a control over the workspace’s own tokens, while they are switched on. A secret also signs in at the account and at other workspaces, which these lists do not confine.' },
  { object: 'What a token may do in the catalogue', state: 'not-built', says: 'A token may what its owner may: administrators are told apart from members, and no grant of Unity Catalog is read. Scopes of a token are shown, and narrow nothing.' },
  { object: 'Administrators of the account', state: 'not-built', says: 'The account is not read: a service principal that administers it counts by what it is in this workspace, and reaches all of the account.' },
  { object: 'Tokens of Delta Sharing recipients', state: 'not-built', says: 'Bearer tokens for those who data is shared with; a metastore has them.' },
  { object: 'Refresh tokens of OAuth apps', state: 'not-built', says: 'Of people who signed in by the command line or an app of the account. They are not read.' },
  { object: 'Secret scopes and Git credentials', state: 'not-built', says: 'What people keep there for other systems is not looked into.' },
  { object: 'Federation policies', state: 'not-built', says: 'They belong to the account, which is not read.' },
] // prettier-ignore

export const verified: Verified = {
  how: 'shape-only',
  says: 'The types of Databricks’ own SDK (0.14.2) and the demo company’s workspace. Never run against Databricks.',
}

const steps = ['In the workspace’s settings, under Identity and access, add a service principal and make it a member of the group admins.']

export const ways: readonly WayIn[] = [
  {
    id: 'federation',
    label: 'A token of another issuer, exchanged for an hour',
    about: 'The service principal trusts an OIDC issuer that the worker has a token of (Kubernetes, a CI system, SPIFFE). That token is exchanged (RFC 8693).',
    keeps: 'nothing',
    keepsSays: 'No secret is stored: the token is read from a file that somebody else keeps fresh.',
    settings: ['workspaceUrl'],
    required: ['workspaceUrl'],
    credential: ['clientId', 'tokenFile'],
    steps: [
      ...steps,
      'In the account, give the service principal a federation policy with the issuer, subject and audience of that token.',
      tokenFileStep(folder, 'standdown'),
    ],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
  {
    id: 'secret',
    label: 'A secret of the service principal',
    about: 'It signs in with a secret and gets access tokens of an hour.',
    keeps: 'standing-key',
    keepsSays: 'The secret is a standing privilege of our own, an administrator’s at that. Give it the shortest life there is; it is sealed here.',
    settings: ['workspaceUrl'],
    required: ['workspaceUrl'],
    credential: ['clientId', 'clientSecret'],
    steps: [...steps, 'Generate an OAuth secret of it, with a lifetime of at most 90 days.'],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
] // prettier-ignore
