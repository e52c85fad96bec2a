import type { Coverage, Field, Verified, WayIn } from '../contract.ts'

export const fields: readonly Field[] = [
  {
    name: 'organisation',
    label: 'Organisation',
    hint: 'Its name, to tell it from your others. An admin key belongs to one organisation and does not say which.',
    kind: 'text',
    required: true,
    example: 'Acme Research',
  },
  {
    name: 'baseUrl',
    label: 'Address',
    hint: 'OpenAI’s own, unless a gateway of yours stands before it.',
    kind: 'url',
    required: false,
    example: 'https://api.openai.com/v1',
  },
  {
    name: 'adminKey',
    label: 'Admin key',
    hint: 'Begins with sk-admin. Sealed at rest and never shown again.',
    kind: 'secret',
    required: true,
  },
]

export const policy = {
  title: 'What the admin key may do',
  language: 'text' as const,
  text: `An admin key of the organisation, made by one of its owners.
Permissions: Restricted, and of these only reading:
  Management API keys ......... Read
  Projects, service accounts .. Read
  Certificates ................ Read
  Workload identity providers . Read
Nothing else. OpenAI has no way in without a stored key.
`,
}

export const actionPolicy = {
  title: 'What the admin key that acts may do',
  language: 'text' as const,
  text: `A second admin key beside the one that reads, made by an owner, with an expiry of at most 90 days.
It deletes keys of projects and admin keys. OpenAI can switch no key off and on again.
`,
}

export const coverage: readonly Coverage[] = [
  { object: 'OpenAI admin keys', state: 'read', tokens: ['openai.admin-key'], says: 'With owner, expiry and last use.' },
  {
    object: 'OpenAI project keys',
    state: 'read',
    tokens: ['openai.api-key'],
    says: 'Of every project that is not archived, those of owners without access too, with the person or service account that owns them, expiry and last use.',
  },
  { object: 'OpenAI projects', state: 'read', says: 'To find their keys.' },
  {
    object: 'What a restricted key may do',
    state: 'not-offered',
    says: 'Scopes of a key can be set and are in no answer: every project key counts as one that may do all that its project’s keys can.',
  },
  { object: 'OpenAI certificates of the organisation', state: 'read', says: 'Where one is active, every project’s keys work only together with a client certificate.' },
  { object: 'OpenAI certificates of projects', state: 'read', says: 'The same for one project, where the organisation has none active.' },
  {
    object: 'OpenAI workload identity providers',
    state: 'read',
    says: 'Those that are on, with their rules: whose tokens each takes, for which service account, and its scopes.',
  },
  { object: 'OpenAI federation rules', state: 'read', issuers: ['openai.federation-rule'], says: 'Of each provider. How long the tokens live that they mint is not told.' },
  { object: 'OpenAI service accounts', state: 'read', says: 'Of projects that a rule names, for what they are called.' },
  { object: 'Keys of the old sort, of a person and no project', state: 'not-offered', says: 'The administration interface has no listing of them: look under the users’ own settings.' },
  { object: 'Credentials of ChatGPT workspaces', state: 'not-built', says: 'Keys of the Compliance API, and what Codex signs in with, are of another interface.' },
  { object: 'The audit log', state: 'not-built', says: 'Who made or deleted a key is not read.' },
] // prettier-ignore

export const ways: readonly WayIn[] = [
  {
    id: 'admin-key',
    label: 'An admin key that reads',
    about: 'A restricted admin key of the organisation. It asks no model, and changes nothing if it may only read.',
    keeps: 'standing-key',
    keepsSays:
      'The admin key is a standing privilege of our own: it works until it expires or is deleted. OpenAI offers no way without one. Give it an expiry; it is sealed here.',
    settings: ['organisation', 'baseUrl'],
    required: ['organisation'],
    credential: ['adminKey'],
    steps: [
      'As an owner of the organisation, open Settings, Organization, Admin keys, and create one.',
      'Choose Restricted and give it reading only, as in the text to copy; choose an expiry.',
    ],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
]

export const verified: Verified = {
  how: 'official-description',
  says: 'Keys, projects and certificates: OpenAI’s own description of its interface (2.3.0), served with its examples. Federation, and what is newer: the types of its own SDK (7.59.0) and the demo company’s organisation. Never run against api.openai.com.',
}
