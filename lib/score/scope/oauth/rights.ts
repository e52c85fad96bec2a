import type { NamedTable } from '../named.ts'

const identity = { level: 1, reach: 1, because: 'it tells who signed in, and no more' } as const

/**
 * Scopes and roles of any OAuth server, whose names are its company's own. Those of OpenID Connect are a standard; the others are judged by the
 * verb in them, the strongest first ("orders:read", "read:orders", "orders.readwrite", "order-admin"), and one without a verb that we
 * know counts as administration, which is said. What a name really allows, only the resource server knows.
 */
export const oauthRights: NamedTable = {
  provider: 'OAuth',
  service: 'oauth',
  names: {
    openid: identity,
    profile: identity,
    address: identity,
    phone: identity,
    email: identity,
    offline_access: { level: 1, reach: 1, because: 'it lets a client go on without its user; what it may do, the other scopes say' },
    uma_authorization: { level: 1, reach: 1, because: 'it asks for permissions, and is none' },
  },
  families: [
    [/^default-roles-/, { ...identity, because: 'Keycloak gives it to everybody' }],
    [verb('admin|administrator|administer|root|superuser|owner|all|full|\\*|manage|manager|grant|impersonate|assume|policy|policies|roles?'), { level: 6, because: 'its name says that it administers' }],
    [verb('token|tokens|secret|secrets|credential|credentials|keys?|password|passwords|exec|execute|deploy|sign|mint'), { level: 5, because: 'its name says that it reaches credentials, or runs what others wrote' }],
    [verb('write|create|update|delete|remove|edit|modify|change|put|post|patch|publish|send|push|upload|insert|add|cancel|approve|pay|refund|transfer|submit|book|rw|readwrite'), { level: 4, because: 'its name says that it changes data' }],
    [verb('read|view|get|download|export|search|query|ro|readonly|access'), { level: 3, because: 'its name says that it reads data' }],
    [verb('list|status|health|metrics|ping|metadata'), { level: 2, because: 'its name says that it lists or watches' }],
  ],
  within: { 'one resource server': 3, 'several resource servers': 4, 'any resource server': 4, client: 1 },
} // prettier-ignore

/** One of these words within a name: as it is, with a capital, or in capitals; parted from the rest by signs, or by where capitals begin. */
function verb(words: string): RegExp {
  const spellings = words.split('|').flatMap((word) => [word, `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`, word.toUpperCase()])
  // The words are of this file; nothing comes from outside.
  // eslint-disable-next-line security/detect-non-literal-regexp
  return new RegExp(`(?:^|[^A-Za-z*]|(?<=[a-z])(?=[A-Z]))(?:${[...new Set(spellings)].join('|')})(?:$|[^A-Za-z]|(?<=[a-z])(?=[A-Z]))`)
}
