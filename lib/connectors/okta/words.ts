import type { Coverage, Field, Verified, WayIn } from '../contract.ts'
import { actScopes, readScopes } from './api.ts'

const appFields: readonly Field[] = [
  {
    name: 'clientId',
    label: 'Client ID',
    hint: 'Of the service app, as its page at Okta shows it.',
    kind: 'text',
    required: false,
    example: '0oa1b2c3d4e5f6g7h8i9',
  },
  {
    name: 'privateKey',
    label: 'Private key',
    hint: 'PEM or JSON Web Key, RSA or P-256; its public half stands at the app. Sealed at rest and never shown again.',
    kind: 'multiline-secret',
    required: false,
  },
  { name: 'keyId', label: 'Key ID', hint: 'The kid of the key at the app; a JSON Web Key says it itself.', kind: 'text', required: false },
]

export const fields: readonly Field[] = [
  {
    name: 'orgUrl',
    label: 'Organisation address',
    hint: 'Under which your people sign in, without “-admin”.',
    kind: 'url',
    required: true,
    example: 'https://acme.okta.com',
  },
  ...appFields,
  { name: 'token', label: 'API token', hint: 'Sealed at rest and never shown again.', kind: 'secret', required: false },
]

const roleText = `Admin role: Read-only Administrator, or a custom role that may only view users, apps, client credentials of
  apps (okta.apps.clientCredentials.read), and admins. Okta lets an app do what both its scopes and its role allow.
Whoever may list client secrets is shown them in clear, the Read-only Administrator too. Standdown drops them, yet whoever
  copies this app's key can read them. A custom role without okta.apps.clientCredentials.read is shown none, and then
  client secrets are a gap here.`

export const policy = {
  title: 'What the service app may do',
  language: 'text' as const,
  text: `A service app (API Services) that signs in by public key / private key, with
"Require Demonstrating Proof of Possession (DPoP) header in token requests" on.
Okta API scopes:
${readScopes.map((scope) => `  ${scope}`).join('\n')}
${roleText}
Nothing else: no scope that ends in .manage.
`,
}

export const actionPolicy = {
  title: 'What the service app that acts may do',
  language: 'text' as const,
  text: `A second service app beside the one that reads, with a key of its own, and DPoP required.
Okta API scopes:
${actScopes.map((scope) => `  ${scope}`).join('\n')}
Leave out the one whose tokens it shall not touch. It needs an admin role that may revoke API tokens
and manage credentials of apps; a custom role over those apps alone, where that is enough.
`,
}

export const actionFields: readonly Field[] = appFields.map((field) => ({
  ...field,
  required: field.name !== 'keyId',
  hint: `Of the app that acts, another one than the app that reads. ${field.hint}`,
}))

export const actionSteps = [
  'Make a second service app as in the text to copy, with a key pair of its own, and name it so that the System Log shows who acted.',
  'It is a standing privilege of our own, wider than reading: rotate its key, and deactivate the app when it is not needed.',
]

export const coverage: readonly Coverage[] = [
  {
    object: 'Okta API tokens',
    state: 'read',
    tokens: ['okta.api-token'],
    says: 'The active ones, which are all that Okta lists, with their user, the user’s admin roles, last use, and the zones they are limited to.',
  },
  { object: 'Okta apps', state: 'read', issuers: ['okta.service-app'], says: 'Those of OpenID Connect and OAuth; service apps as issuers of access tokens.' },
  { object: 'Okta client secrets', state: 'read', tokens: ['okta.client-secret'], says: 'Of every app that signs in by one, active or not; never the secret.' },
  { object: 'Okta client keys', state: 'read', tokens: ['okta.client-key'], says: 'Of every app that signs in by a key, unless it publishes its keys at an address of its own.' },
  { object: 'Okta refresh tokens', state: 'read', tokens: ['okta.refresh-token'], says: 'Of users at apps that may have them, from Okta’s own authorization server, with scopes and expiry.' },
  { object: 'Okta scope grants', state: 'read', says: 'What Okta scopes each app was granted.' },
  { object: 'Okta users', state: 'read', says: 'Those who hold API tokens: e-mail address and status.' },
  { object: 'Okta admin roles', state: 'read', says: 'Of those users and of service apps. That a role is limited to some groups or apps is not read: it counts for all.' },
  { object: 'Okta custom admin roles', state: 'read', says: 'By their permissions. That they are limited to a resource set is not read.' },
  { object: 'Okta network zones', state: 'read', says: 'Where something is limited to them: whether they have addresses, and how many.' },
  { object: 'When a client secret, a key or a refresh token was used', state: 'not-offered', says: 'Their listings do not tell it.' },
  { object: 'From where an API token was used', state: 'not-built', says: 'Only the System Log knows.' },
  { object: 'Scopes of custom authorization servers', state: 'not-built', says: 'An app that was granted none of Okta’s own scopes counts as one of which nothing is known.' },
  { object: 'Refresh tokens of custom authorization servers', state: 'not-built', says: 'Only those of Okta’s own authorization server are listed by app.' },
  { object: 'API service integrations', state: 'not-built', says: 'Vendors’ apps of the catalogue, and their secrets.' },
  { object: 'AI agents that are registered at Okta', state: 'not-built', says: 'Their keys and connections are not read.' },
  { object: 'Keys of identity providers, hooks and log streams', state: 'not-built', says: 'Secrets that Okta itself holds for others are not read.' },
] // prettier-ignore

const settings = { settings: ['orgUrl'], required: ['orgUrl'] }

export const ways: readonly WayIn[] = [
  {
    id: 'service-app',
    label: 'A service app with a key and DPoP',
    about:
      'Access tokens of an hour for reading scopes alone, asked for with a signed assertion and bound to a key that exists only while a run lasts. A copied access token is worth nothing.',
    keeps: 'standing-key',
    keepsSays:
      'The app’s private key is a standing privilege of our own: whoever has it can sign in as the app. It never leaves this machine, is sealed here, and can be replaced without an interruption. Rotate it.',
    ...settings,
    credential: ['clientId', 'privateKey', 'keyId'],
    steps: [
      'In the Admin Console, Applications, create an app integration of the kind API Services.',
      'As client authentication choose Public key / Private key, add a key, and keep its private half for the next page.',
      'Require the DPoP header in token requests.',
      'Under Okta API Scopes grant those of the text to copy, and under Admin roles assign Read-only Administrator.',
    ],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
  {
    id: 'api-token',
    label: 'An API token',
    about: 'Works as its user, with all that user’s admin role allows: it cannot be limited to reading but by the user’s role.',
    keeps: 'standing-key',
    keepsSays:
      'The API token is a standing privilege of our own, and the very kind this product is there to retire: every use makes it live on for 30 days, and whoever copies it can use it. Prefer the service app.',
    ...settings,
    credential: ['token'],
    steps: [
      'Make a user for it with the Read-only Administrator role and nothing else, and sign in as that user.',
      'Under Security, API, Tokens create a token, and let it be used from the address of this machine only.',
    ],
    snippets: () => [],
  },
]

export const verified: Verified = {
  how: 'described-in-part',
  says: 'Okta’s own description (2.15.0) holds the calls for apps, secrets, grants, refresh tokens, users, roles and zones. API tokens, which it does not have, are read from answers that organisations at Okta gave and its own tests recorded. Keys and roles of apps: only the types of its SDK (8.1.0). Never run against a live organisation.',
}
