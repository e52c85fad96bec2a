import { expect, test } from 'vitest'
import { certaintySays, mayUseIdentity, offerSays, svidOf } from './identity-words.ts'

test.each([
  ['same-account', 1, 'This workload already has an identity.'],
  ['same-account', 2, 'This workload already has identities.'],
  ['same-name', 1, 'This workload may already have an identity.'],
] as const)('how sure an identity is stands before what it is: %s, %i', (fit, count, says) => expect(offerSays({ fit }, count)).toBe(says))

test('a name alone is said to prove nothing, and an account not', () => {
  expect(certaintySays({ fit: 'same-name', by: 'the name web' })).toMatch(/^Matched by the name web alone, which proves nothing/)
  expect(certaintySays({ fit: 'same-account', by: 'service account shop/web' })).toMatch(
    /^Matched by service account shop\/web, which its entry and this token both tell/,
  )
})

test.each([
  ['X.509-SVID of the workload', 'X.509-SVID'],
  ['JWT-SVID of the workload, for one audience', 'JWT-SVID'],
  ['something else', 'token'],
])('what is minted, in a word: %s', (mints, word) => expect(svidOf(mints)).toBe(word))

test.each([
  ['draft', 'aws.access-key.to-role', null, true],
  ['cut-over', 'aws.access-key.to-role', null, true],
  ['quiet', 'aws.access-key.to-role', null, false],
  ['disabled', 'aws.access-key.to-role', null, false],
  ['contained', 'leak', null, true],
  ['replaced', 'leak', null, false],
  ['cancelled', 'leak', new Date(), false],
] as const)('an identity may be of use to a plan that is %s by %s, closed %s: %s', (stage, recipe, closedAt, may) =>
  expect(mayUseIdentity({ stage, recipe, closedAt })).toBe(may),
)
