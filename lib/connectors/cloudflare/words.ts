import type { Coverage, Field, NotAsked, Verified, WayIn } from '../contract.ts'
import type { Settings } from './settings.ts'

export const fields: readonly Field[] = [
  {
    name: 'account',
    label: 'Account ID',
    hint: 'The 32 letters and digits in the address of the dashboard.',
    kind: 'text',
    required: true,
    example: '023e105f4ecef8ad9ca31a8372d0c353',
  },
  {
    name: 'zeroTrust',
    label: 'Access service tokens',
    hint: 'Leave them out where the account has no Zero Trust.',
    kind: 'choice',
    required: false,
    choices: ['read', 'left out'],
  },
  {
    name: 'baseUrl',
    label: 'Address',
    hint: 'Cloudflare’s own, unless a gateway of yours stands before it.',
    kind: 'url',
    required: false,
    example: 'https://api.cloudflare.com/client/v4',
  },
  { name: 'apiToken', label: 'API token', hint: 'One of the account, not of a person. Sealed at rest and never shown again.', kind: 'secret', required: true },
] // prettier-ignore

export const policy = {
  title: 'What the token may do',
  language: 'text' as const,
  text: `An account-owned API token (Manage Account, Account API Tokens), for this account alone:
  Account API Tokens ........ Read
  Access: Service Tokens .... Read   (leave it out where there is no Zero Trust)
Client IP filtering: the addresses that Standdown calls from. An end date.
Without the first, Cloudflare lists only tokens of its own making, and says so to nobody.
`,
}

export const actionPolicy = {
  title: 'What the token that acts may do',
  language: 'text' as const,
  text: `A second account-owned API token, with an end date and client IP filtering:
  Account API Tokens ........ Edit
  Access: Service Tokens .... Edit
With the first it could make tokens of any right that the account has. There is no narrower one that disables or deletes.
`,
}

const accessObject = 'Cloudflare Access service tokens'

export function notAsked({ zeroTrust }: Settings): NotAsked {
  return zeroTrust === 'read' ? {} : { [accessObject]: { whole: true, says: 'The settings leave them out.' } }
}

export const coverage: readonly Coverage[] = [
  {
    object: 'Cloudflare account tokens',
    state: 'read',
    tokens: ['cloudflare.api-token'],
    says: 'With permissions, resources, addresses they work from, expiry and last use; expired ones for as long as Cloudflare lists them.',
  },
  {
    object: accessObject,
    state: 'read',
    optional: true,
    tokens: ['cloudflare.access-service-token'],
    says: 'With expiry, and last use where it is told. Which applications let them pass is not read, so their rights are unknown.',
  },
  { object: 'Tokens of persons', state: 'not-offered', says: 'A person’s own tokens are listed to that person alone.' },
  { object: 'Global API keys', state: 'not-offered', says: 'Each member has one; whether it is used, Cloudflare tells nobody.' },
  { object: 'Service tokens of Access that belong to a single zone', state: 'not-built', says: 'Cloudflare lists them with their zone; those of the account are read.' },
  { object: 'R2 keys, tunnels, origin certificates', state: 'not-built', says: 'R2 keys are account tokens and are seen as such; the others are not read.' },
] // prettier-ignore

export const verified: Verified = {
  how: 'shape-only',
  says: 'The types of Cloudflare’s own SDK (7.3.0) and the demo company’s account. Never run against api.cloudflare.com.',
}

export const ways: readonly WayIn[] = [
  {
    id: 'account-token',
    label: 'A token of the account that reads',
    about: 'It lists tokens and changes nothing. It belongs to the account, so that it outlives whoever made it.',
    keeps: 'standing-key',
    keepsSays:
      'The token is a standing privilege of our own: it works until it ends or is deleted. Cloudflare offers no way without one. Bind it to the addresses that Standdown calls from; it is sealed here.',
    settings: ['account', 'zeroTrust', 'baseUrl'],
    required: ['account'],
    credential: ['apiToken'],
    steps: [
      'As a super administrator, open Manage Account, Account API Tokens, and create a custom token.',
      'Give it the permissions of the text to copy, client IP filtering and an end date.',
    ],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
]
