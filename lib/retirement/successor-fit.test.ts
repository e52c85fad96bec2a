import { describe, expect, it, test } from 'vitest'
import { standsAsKey } from '../model/successor.ts'
import { allRecipes, recipeById } from './recipes/recipes.ts'
import { placeFor, successorIssue, takesStanding } from './successor-fit.ts'

test.each([
  ['an access key, which signs with a secret', 'keyed-hmac', 'never', false, true],
  ['a bearer token', 'bearer', 'never', false, true],
  ['a password in an address', 'bearer-url', '90d', false, true],
  ['a session of an hour', 'bearer', '1h', false, false],
  ['a token of a day', 'bearer', '24h', false, false],
  ['a younger one of the same kind that ends within the hour', 'bearer', '1h', true, false],
  ['one of a month', 'bearer', '30d', false, true],
  ['its end is not reported', 'bearer', 'not-reported', false, true],
  ['its binding is not reported', 'not-reported', 'never', false, true],
  ['bound to a key that never leaves', 'pop-attested', 'never', false, false],
  ['a client that signs with a key of its own', 'keyed-asym', 'over', false, false],
  ['another private key of the same kind', 'keyed-asym', 'over', true, true],
] as const)('%s', (_, binding, life, sameKind, stands) => expect(standsAsKey({ binding, life, sameKind })).toBe(stands))

describe('what a way leads to', () => {
  const key = { name: 'billing-export', displayId: 'AKIA…0002', stands: true }
  it.each([
    ['aws.access-key.to-role', false],
    ['aws.access-key.to-github-oidc', false],
    ['aws.access-key.rotate', true],
    ['github.pat.classic.to-fine-grained', true],
    ['agent.per-task', false],
    ['leak.aws.access-key', true],
    // The provider makes the key and changes it; nobody stores it.
    ['datadog.api-key.to-workload-identity', true],
    // No use of a successor is looked at there.
    ['github.pat.classic.to-app', true],
    ['unused.aws.access-key', true],
  ] as const)('%s takes another standing key: %s', (id, takes) => {
    const way = recipeById(id)
    expect(way, id).not.toBeNull()
    expect(takesStanding(way)).toBe(takes)
    expect(successorIssue(key, way) === null).toBe(takes)
  })

  it('names the key that does not fit, and what would', () =>
    expect(successorIssue(key, recipeById('aws.access-key.to-role'))).toBe(
      'billing-export (AKIA…0002) is another standing key, so its use does not show this way: a role: sessions of an hour, with least rights. Name what the way leads to, or choose the way that only renews the key.',
    ))

  it('takes what does not stand by every way', () =>
    expect(allRecipes.filter((way) => successorIssue({ ...key, stands: false }, way) !== null)).toEqual([]))

  it('takes anything by a way that is not known any more', () => expect(successorIssue(key, null)).toBeNull())

  it('whatever only renews a key takes another one', () =>
    expect(allRecipes.filter((way) => way.isRotationOnly && !takesStanding(way))).toEqual([]))
})

describe('whether the use of what takes the place can be seen', () => {
  test.each([
    ['as the way has it', { successor: 'seen' }, { isUntold: false }, 'seen'],
    ['nobody was named', { successor: 'seen' }, null, 'seen'],
    ['it mints, and nobody tells its use', { successor: 'seen' }, { isUntold: true }, 'unseen'],
    ['nothing has to take the place', { successor: 'nothing' }, { isUntold: true }, 'nothing'],
    ['the way is not known any more', null, { isUntold: true }, 'unseen'],
  ] as const)('%s', (_, way, successor, place) => expect(placeFor(way, successor)).toBe(place))
})
