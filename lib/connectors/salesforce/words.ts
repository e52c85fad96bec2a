import type { Coverage, Field, Verified, WayIn } from '../contract.ts'

const credentialFields: readonly Field[] = [
  {
    name: 'clientId',
    label: 'Consumer key',
    hint: 'Of the app that you made for Standdown.',
    kind: 'text',
    required: true,
    example: '3MVG9…',
  },
  {
    name: 'username',
    label: 'User',
    hint: 'Under which Standdown reads, by its user name at Salesforce.',
    kind: 'text',
    required: false,
    example: 'standdown@acme.example',
  },
  {
    name: 'privateKey',
    label: 'Private key',
    hint: 'PEM, RSA, without a passphrase; the app has its certificate. Sealed at rest and never shown again.',
    kind: 'multiline-secret',
    required: false,
  },
  {
    name: 'clientSecret',
    label: 'Consumer secret',
    hint: 'Only for client credentials. Sealed at rest and never shown again.',
    kind: 'secret',
    required: false,
  },
]

export const fields: readonly Field[] = [
  {
    name: 'instanceUrl',
    label: 'Address of the org',
    hint: 'Its My Domain address, not the one of Lightning pages.',
    kind: 'url',
    required: true,
    example: 'https://acme.my.salesforce.com',
  },
  {
    name: 'audience',
    label: 'Audience',
    hint: 'For a sandbox: https://test.salesforce.com.',
    kind: 'url',
    required: false,
    example: 'https://login.salesforce.com',
  },
  {
    name: 'apiVersion',
    label: 'Version of the interface',
    hint: '62.0, unless your org needs another.',
    kind: 'text',
    required: false,
    example: '62.0',
  },
  ...credentialFields,
]

const permissions = `  API Enabled
  View Setup and Configuration
  View All Users
  Customize Application   (without it Salesforce lists only the user's own tokens)`

export const policy = {
  title: 'What the user that reads may do',
  language: 'text' as const,
  text: `An integration user of its own, with a permission set of these system permissions and no object permission:
${permissions}
The app: scope "Manage user data via APIs (api)" alone, users approved by an administrator, IP restrictions
enforced, and that permission set.
Customize Application may change the org: Salesforce has no permission that only sees the tokens of all.
Standdown sends nothing but GET with it, and asks for no token's value.
`,
}

export const actionPolicy = {
  title: 'What the user that acts may do',
  language: 'text' as const,
  text: `A second app and a second integration user beside those that read, with the same permissions:
${permissions}
It asks for the one secret that revokes a token in the moment it does, and keeps it nowhere.
`,
}

export const actionFields: readonly Field[] = credentialFields.map((field) => ({
  ...field,
  hint: `Of what acts, another one than what reads. ${field.hint}`,
}))

export const actionSteps = [
  'Make a second app and a second integration user as in the text to copy, and name them so that the login history shows who acted.',
  'They are standing privileges of our own: rotate the key, and deactivate the user when it is not needed.',
]

export const coverage: readonly Coverage[] = [
  {
    object: 'Salesforce OAuth tokens',
    state: 'read',
    tokens: ['salesforce.oauth-token'],
    says: 'Of all users, in slices by when they were made, since Salesforce lists 2,500 at most; each slice is counted. Never a token’s value.',
  },
  { object: 'Salesforce connected apps', state: 'read', issuers: ['salesforce.connected-app'], says: 'Those that are installed in the org, with their policies for users and refresh tokens.' },
  { object: 'Salesforce users', state: 'read', says: 'Those who have tokens: e-mail address, profile, and whether they are active.' },
  { object: 'Salesforce permission sets', state: 'read', says: 'Profiles among them: the system permissions that count everywhere or open what may take more (users, permission sets, apps, sign-in, keys, code, exports), as far as the org has them. Permissions on single objects are not read.' },
  { object: 'Salesforce permission set assignments', state: 'read', says: 'Of users who have tokens.' },
  { object: 'Salesforce app menu', state: 'read', says: 'To find the app of a token, and whether it came out of a package.' },
  { object: 'When a token ends', state: 'not-offered', says: 'The listing has no end, and the app’s refresh token policy is told without its unit. It stands on the token in words.' },
  { object: 'Scopes and IP relaxation of apps', state: 'not-built', says: 'Only the Metadata API tells them, to users who may change metadata. Until then a token counts as all that its user may, and as not confined.' },
  { object: 'Tokens of external client apps', state: 'not-built', says: 'Salesforce tells them by another interface (OAuth usage). Whether they stand among the tokens as well is not documented.' },
  { object: 'Passwords and security tokens of users', state: 'not-offered', says: 'Programs that sign in by SOAP login or the user name and password flow use them. Salesforce tells neither when they were made nor who uses them; their sessions stand in the login history.' },
  { object: 'Consumer secrets and certificates of apps', state: 'not-built', says: 'By a secret (client credentials) or a key (JWT bearer) an app signs in without a refresh token. Neither is read.' },
  { object: 'Named credentials and auth. providers', state: 'not-built', says: 'What the org itself signs in to other systems by is not read.' },
  { object: 'Login history and event log files', state: 'not-built', says: 'From where a token was used is not read.' },
] // prettier-ignore

const address = { settings: ['instanceUrl', 'audience', 'apiVersion'], required: ['instanceUrl'] } as const
const user = 'In Setup, make an integration user and the permission set of the text to copy, and assign it.'
const snippets = () => [{ title: policy.title, language: 'text' as const, text: policy.text }]

export const ways: readonly WayIn[] = [
  {
    id: 'jwt-bearer',
    label: 'A signed assertion (JWT bearer)',
    about: 'Standdown signs a statement of three minutes for one user with a private key, and gets an access token for it. There is no refresh token.',
    keeps: 'standing-key',
    keepsSays:
      'The private key is a standing privilege of our own: whoever has it can sign in as that user. It is sealed here and never sent. Salesforce has no way in without a stored key.',
    ...address,
    credential: ['clientId', 'username', 'privateKey'],
    steps: [
      user,
      'Make a certificate of at most 90 days with an RSA key: openssl req -x509 -newkey rsa:3072 -nodes -days 90 -subj /CN=standdown -keyout standdown.key -out standdown.crt',
      'Make an external client app with the scope api, turn on the JWT bearer flow, and upload the certificate.',
      'In its policies choose users approved by an administrator, the permission set, and enforced IP restrictions.',
    ],
    snippets,
  },
  {
    id: 'client-credentials',
    label: 'Client credentials',
    about: 'The app signs in with its secret, as the one user that its policies name.',
    keeps: 'standing-key',
    keepsSays:
      'The consumer secret is a standing privilege of our own, and is sent at every sign-in: whoever copies it reads what Standdown reads. It is sealed here. Prefer the signed assertion.',
    ...address,
    credential: ['clientId', 'clientSecret'],
    steps: [user, 'Make an external client app with the scope api, turn on the client credentials flow, and name the user in its policies.'],
    snippets,
  },
] // prettier-ignore

export const verified: Verified = {
  how: 'shape-only',
  says: 'Salesforce’s object reference, the fields in the types of jsforce (3.10.26), and the demo company’s org, which answers these queries alone. Never run against a live org.',
}
