import type { Coverage, Field, Verified, WayIn } from '../contract.ts'

export const fields: readonly Field[] = [
  { name: 'organisation', label: 'Organisation', hint: 'Its name, to tell it from your others.', kind: 'text', required: true, example: 'Acme' },
  { name: 'baseUrl', label: 'Address', hint: 'Of the site that the organisation is on.', kind: 'url', required: false, example: 'https://api.datadoghq.eu' },
  { name: 'accessToken', label: 'Service access token', hint: 'Of a service account, with the scopes of the text to copy and an end. Sealed at rest and never shown again.', kind: 'secret', required: false },
  { name: 'apiKey', label: 'API key', hint: 'It says which organisation. Sealed at rest and never shown again.', kind: 'secret', required: false },
  { name: 'applicationKey', label: 'Application key', hint: 'Of a service account, with the scopes of the text to copy. Sealed at rest and never shown again.', kind: 'secret', required: false },
] // prettier-ignore

export const policy = {
  title: 'What the access token (or application key) may do',
  language: 'text' as const,
  text: `A service account of its own, and a token (or an application key) of it with these
scopes and no other:
  api_keys_read ........... API keys
  org_app_keys_read ....... application keys and tokens of everybody
  user_access_read ........ whose they are
Datadog has nothing narrower, and these show more than is read here: whoever may
read keys may fetch the keys themselves. Standdown lists them, which shows none;
before and after it deletes one it asks for that one, and drops what comes with it.
Turn on One-Time Read mode: application keys are then shown to nobody any more.
An application key without scopes may all that its owner may: never leave them empty.
`,
}

export const actionPolicy = {
  title: 'What the application key that acts may do',
  language: 'text' as const,
  text: `A second service account's application key, with these scopes:
  api_keys_delete ......... delete API keys
  org_app_keys_write ...... delete application keys and tokens
  service_account_write ... delete tokens of service accounts
Datadog can switch none off: what is deleted is gone.
`,
}

export const coverage: readonly Coverage[] = [
  { object: 'Datadog API keys', state: 'read', tokens: ['datadog.api-key'], says: 'With who made them and their last use, as far as Datadog tells it (90 days back).' },
  { object: 'Datadog application keys', state: 'read', tokens: ['datadog.application-key'], says: 'Of everybody, with owner, scopes and last use. Without scopes a key may all that its owner may.' },
  { object: 'Datadog access tokens', state: 'read', tokens: ['datadog.personal-access-token', 'datadog.service-access-token'], says: 'Of people and of service accounts, with owner, scopes, expiry and last use.' },
  { object: 'Datadog leaks of its own keys', state: 'read', says: 'Keys and tokens that Datadog itself found leaked, with when and where as far as it tells: certain, as Datadog knows its own. It describes this for access tokens; of API and application keys it is read where the rows tell it.' },
  { object: 'Datadog users', state: 'read', says: 'To tell whose keys are whose, and which accounts are services.' },
  { object: 'Roles of owners', state: 'not-built', says: 'A key without scopes counts as an administrator’s.' },
  { object: 'Client tokens, OAuth clients, IP allow list', state: 'not-built', says: 'Client tokens are public by design. The allow list is not read: no key counts as confined.' },
] // prettier-ignore

export const verified: Verified = {
  how: 'official-description',
  says: 'Datadog’s own description of its interface v2 (as its client for Python 2.62.0 of October 2026 has it) holds each call and answer of the demo company’s organisation, and rows that Datadog answered (recorded by that client’s tests) are read. Which scope opens which list, and signing in by an access token, are from its documentation. Never run against Datadog.',
}

const serviceAccountStep = 'Under Organization Settings, Service Accounts, create one with a role that may read keys and users.'

export const ways: readonly WayIn[] = [
  {
    id: 'access-token',
    label: 'A token of a service account',
    about: 'Of a service account that does nothing else, with scopes and an end. It stands by itself, without an API key. Reading only.',
    keeps: 'standing-key',
    keepsSays:
      'The token is a standing privilege of our own until it ends, in a year at most: Datadog offers no way without one. It is sealed here.',
    settings: ['organisation', 'baseUrl'],
    required: ['organisation'],
    credential: ['accessToken'],
    steps: [serviceAccountStep, 'Create an access token of it, with the scopes of the text to copy and an end within 90 days.'],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
  {
    id: 'keys',
    label: 'An API key and a scoped application key',
    about: 'Of a service account that does nothing else. Reading only.',
    keeps: 'standing-key',
    keepsSays:
      'Both keys are standing privileges of our own, and neither has an end, as an access token may have. They are sealed here; rotate them.',
    settings: ['organisation', 'baseUrl'],
    required: ['organisation'],
    credential: ['apiKey', 'applicationKey'],
    steps: [serviceAccountStep, 'Create an application key of it, with the scopes of the text to copy, and an API key named after it.'],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
]
