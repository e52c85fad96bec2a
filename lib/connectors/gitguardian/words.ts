import type { Coverage, Field, Verified, WayIn } from '../contract.ts'

export const fields: readonly Field[] = [
  {
    name: 'workspace',
    label: 'Workspace',
    hint: 'Its number, as in the address of the dashboard: …/workspace/123456/…',
    kind: 'text',
    required: true,
    example: '123456',
  },
  {
    name: 'baseUrl',
    label: 'Address',
    hint: 'Of the European region it is https://api.eu1.gitguardian.com/v1; self-hosted it ends in /exposed/v1.',
    kind: 'url',
    required: false,
    example: 'https://api.gitguardian.com/v1',
  },
  {
    name: 'idTag',
    label: 'Custom tag with the token’s id',
    hint: 'GitGuardian shows nothing of a secret. Where your people write the provider’s id of the token into a custom tag of the incident, its key: the leak is then matched by it for certain.',
    kind: 'text',
    required: false,
    example: 'token-id',
  },
  {
    name: 'apiKey',
    label: 'API token',
    hint: 'Of a service account, with incidents:read. Sealed at rest and never shown again.',
    kind: 'secret',
    required: true,
  },
]

export const policy = {
  title: 'What the API token may do',
  language: 'text' as const,
  text: `A service account of the workspace (where the plan has them, else a personal
access token of somebody who sees all incidents), with the one scope

  incidents:read ..... incidents and where they lie

and an expiry of at most 90 days. Not incidents:share, which opens incidents
with their secrets to whoever has a link.
`,
}

export const ways: readonly WayIn[] = [
  {
    id: 'service-account',
    label: 'A token of a service account',
    about: 'Reads the incidents of one workspace, and changes nothing.',
    keeps: 'standing-key',
    keepsSays:
      'The token is a standing privilege of our own: it works until it expires or is revoked. GitGuardian offers no way without one. It is sealed here.',
    settings: ['workspace', 'baseUrl', 'idTag'],
    required: ['workspace'],
    credential: ['apiKey'],
    steps: [
      'As a manager of the workspace, open API, Service accounts, and create one with the scope incidents:read and an expiry.',
      'Copy the number of the workspace from the address of the dashboard.',
    ],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
]

export const coverage: readonly Coverage[] = [
  {
    object: 'GitGuardian incidents',
    state: 'read',
    says: 'As leaks: detector, validity, severity, status, and of those that are open the first twenty places. Hashes and share links are dropped unread.',
  },
  {
    object: 'The secret, its last characters, or an id in it',
    state: 'not-offered',
    says: 'GitGuardian’s interface shows nothing of a secret, so that an incident is matched by hand, or by a custom tag in which people wrote the token’s id.',
  },
  {
    object: 'API tokens of the workspace itself',
    state: 'not-built',
    says: 'GitGuardian lists the tokens of its people and service accounts, with scopes, expiry and last use, to whoever has api_tokens:read: it is not asked for and they are not read yet.',
  },
  { object: 'Incidents of public monitoring, honeytokens', state: 'not-built', says: 'Not read yet.' },
]

export const verified: Verified = {
  how: 'shape-only',
  says: 'The models of GitGuardian’s own client (py-gitguardian), answers that its published tests recorded, and the demo company’s workspace. Never run against api.gitguardian.com.',
}
