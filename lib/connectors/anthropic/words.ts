import type { Coverage, Field, Snippet, Verified, WayIn } from '../contract.ts'
import { tokenFileField, tokenFileStep } from '../rest/token-file.ts'
import { assertedAs } from './api.ts'

const ids: readonly Field[] = [
  {
    name: 'federationRule',
    label: 'Federation rule',
    hint: 'The id of the rule that lets Standdown in.',
    kind: 'text',
    required: false,
    example: 'fdrl_…',
  },
  {
    name: 'serviceAccount',
    label: 'Service account',
    hint: 'The id of the service account that the rule is for.',
    kind: 'text',
    required: false,
    example: 'svac_…',
  },
]

const fileField = tokenFileField('api.anthropic.com', 'standdown')

const keys: readonly Field[] = [
  fileField,
  {
    name: 'privateKey',
    label: 'Private key',
    hint: 'PEM or JSON Web Key, RSA or P-256; Anthropic has its public half as that of the issuer. Sealed at rest and never shown again.',
    kind: 'multiline-secret',
    required: false,
  },
  {
    name: 'adminKey',
    label: 'Admin API key',
    hint: 'Begins with sk-ant-admin. Sealed at rest and never shown again.',
    kind: 'secret',
    required: false,
  },
]

export const fields: readonly Field[] = [
  {
    name: 'organisation',
    label: 'Organisation',
    hint: 'Its name, to tell it from your others.',
    kind: 'text',
    required: true,
    example: 'Acme Research',
  },
  {
    name: 'baseUrl',
    label: 'Address',
    hint: 'Anthropic’s own, unless a gateway of yours stands before it.',
    kind: 'url',
    required: false,
    example: 'https://api.anthropic.com',
  },
  {
    name: 'organisationId',
    label: 'Organisation ID',
    hint: 'As the Console’s settings show it. Federation asks for it, and a key is held against it.',
    kind: 'text',
    required: false,
    example: '11111111-2222-3333-4444-555555555555',
  },
  ...ids,
  {
    name: 'issuer',
    label: 'Issuer of our own',
    hint: 'The address by which Anthropic knows the key. Nothing needs to answer there.',
    kind: 'url',
    required: false,
    example: 'https://standdown.acme.example',
  },
  ...keys,
]

export const policy = {
  title: 'What Standdown may do at Anthropic',
  language: 'text' as const,
  text: `A service account of its own with the organisation role admin, and one federation rule to it:
  scope ..... org:admin
  subject ... the one under which Standdown runs, without a * at its end
  lifetime .. 600 seconds
Anthropic has no scope that may read the organisation and not change it. What bounds it is that nobody
holds a key, that a token lives ten minutes, and that Standdown sends nothing but GET with it.
An Admin API key instead sees keys, members and workspaces, and no federation.
`,
}

export const actionPolicy = {
  title: 'What acts on keys at Anthropic',
  language: 'text' as const,
  text: `A second service account beside the one that reads (organisation role admin), with a federation rule of
its own (scope org:admin, 600 seconds), or an Admin API key that is not the one that reads.
It switches API keys off and on, and archives them for good. Anthropic deletes none.
`,
}

export const actionFields: readonly Field[] = [...ids, ...keys].map((field) => ({
  ...field,
  hint: `Of what acts, another one than what reads. ${field.hint}`,
}))

export const actionSteps = [
  'Make a second service account and a second federation rule as in the text to copy, and name them so that the activity feed shows who acted.',
  'An Admin API key works instead. It is a standing privilege of our own: rotate it, and take it away when it is not needed.',
]

export const coverage: readonly Coverage[] = [
  {
    object: 'Anthropic API keys',
    state: 'read',
    tokens: ['anthropic.api-key'],
    says: 'Of every workspace and of the organisation, those that are off or archived too: status, expiry, who made it and who it acts as.',
  },
  { object: 'Anthropic members', state: 'read', says: 'Their e-mail address and role, for owners; who made a key and is no member any more is told on it.' },
  { object: 'Anthropic workspaces', state: 'read', says: 'Their names and tags.' },
  { object: 'Anthropic service accounts', state: 'read', says: 'Their names and roles. Only where Standdown signs in by federation: Anthropic takes no Admin API key for it.' },
  { object: 'Anthropic federation issuers', state: 'read', says: 'Their address, how their keys are found, and how long their tokens may live. Only by federation.' },
  {
    object: 'Anthropic federation rules',
    state: 'read',
    issuers: ['anthropic.federation-rule'],
    says: 'Whose tokens each takes, for which service account, scope and workspaces, and how long what it mints lives; a subject that ends in * is named as weak. Only by federation.',
  },
  { object: 'When a key was used', state: 'not-offered', says: 'Anthropic tells it of no key, so that silence has to be seen in your own logs.' },
  { object: 'Admin API keys and Compliance Access Keys', state: 'not-offered', says: 'The listing is documented for API keys. Should one of them stand in it, its shown beginning tells, and it counts as administration.' },
  { object: 'The activity feed', state: 'not-built', says: 'Who made or archived a key, and from where, is not read.' },
] // prettier-ignore

const federation = { settings: ['organisation', 'baseUrl', 'organisationId', 'federationRule', 'serviceAccount'], required: ['organisation', 'organisationId', 'federationRule', 'serviceAccount'] } as const // prettier-ignore

const account =
  'As an owner, open the Console’s settings for workload identity and make a service account “standdown” with the organisation role admin.'
const rule = 'Make a federation rule as in the text to copy. A rule with org:admin can be made in the Console alone.'
const text: Snippet = { title: policy.title, language: 'text', text: policy.text }

export const ways: readonly WayIn[] = [
  {
    id: 'federated',
    label: 'A federation rule',
    about: 'Standdown runs where its machine has an OIDC token in a file (Kubernetes, a cloud). Anthropic takes that token for the service account’s.',
    keeps: 'nothing',
    keepsSays: 'No secret is stored. The token is made anew by its issuer, and lives in a file that is sent to Anthropic alone.',
    ...federation,
    credential: ['tokenFile'],
    steps: [
      account,
      'Add the issuer of that token, by discovery.',
      rule,
      tokenFileStep('api.anthropic.com', 'standdown'),
    ],
    snippets: () => [text],
  },
  {
    id: 'own-key',
    label: 'A federation rule and a key of our own',
    about: 'Where the machine has no token: Standdown signs a statement of five minutes with a private key, and gets an access token for it.',
    keeps: 'standing-key',
    keepsSays:
      'The private key is a standing privilege of our own: whoever has it can sign in as the service account. It is sealed here and never sent. Rotate it.',
    settings: [...federation.settings, 'issuer'],
    required: [...federation.required, 'issuer'],
    credential: ['privateKey'],
    steps: [
      account,
      'Make a P-256 key pair. Add an issuer with an address of your own, whose keys are given inline: the public half as a JSON Web Key.',
      rule,
    ],
    snippets: () => [
      text,
      {
        title: 'What the rule matches',
        language: 'json',
        text: `${JSON.stringify({ subject_prefix: assertedAs.subject, audience: assertedAs.audience }, null, 2)}\n`,
      },
    ],
  },
  {
    id: 'admin-key',
    label: 'An Admin API key',
    about: 'Sees keys, members and workspaces. Anthropic takes it neither for service accounts nor for federation: what mints tokens is not seen.',
    keeps: 'standing-key',
    keepsSays:
      'The Admin API key is a standing privilege of our own, and may change all that it sees: Anthropic has none that only reads, outside of Claude Enterprise. It is sealed here. Prefer federation.',
    settings: ['organisation', 'baseUrl', 'organisationId'],
    required: ['organisation', 'organisationId'],
    credential: ['adminKey'],
    steps: ['As an administrator, open the Console’s settings, Admin keys, and create one.'],
    snippets: () => [],
  },
] // prettier-ignore

export const verified: Verified = {
  how: 'shape-only',
  says: 'The paths, fields and headers of Anthropic’s own SDK (1.14.0), and the demo company’s organisation, which checks the assertion. Never run against api.anthropic.com.',
}
