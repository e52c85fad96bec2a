import { expect, test } from 'vitest'
import fc from 'fast-check'
import { kindNamed, secretMarks } from './secret-kind.ts'

const classic = `ghp_${'a'.repeat(28)}Zx91kQ7w`

test.each([
  ['an AWS key’s id is told whole, and its end is not kept', 'AKIAQ4EXAMPLE7Q2XABC', 'AWS', { kind: 'aws.access-key', reference: 'AKIAQ4EXAMPLE7Q2XABC', tail: null }],
  ['with its secret behind it, the id alone', `AKIAQ4EXAMPLE7Q2XABC:${'s'.repeat(40)}`, 'AWS', { kind: 'aws.access-key', reference: 'AKIAQ4EXAMPLE7Q2XABC', tail: null }],
  ['a classic token of GitHub keeps its last eight', classic, 'Github', { kind: 'github.pat.classic', reference: null, tail: 'Zx91kQ7w' }],
  ['a fine-grained one, which GitHub lists without, its last four', `github_pat_${'b'.repeat(70)}9876`, 'Github', { kind: 'github.pat.fine-grained', reference: null, tail: '9876' }],
  ['an API key of Google Cloud', `AIza${'d'.repeat(31)}wxyz`, 'Google', { kind: 'gcp.api-key', reference: null, tail: 'wxyz' }],
  ['a refresh token of Google', `1//0${'d'.repeat(50)}wxyz`, 'Google', { kind: 'google-workspace.oauth-grant', reference: null, tail: 'wxyz' }],
  ['a client secret of Entra ID', `abc8Q~${'d'.repeat(30)}wxyz`, 'Azure', { kind: 'entra.client-secret', reference: null, tail: 'wxyz' }],
  ['a private key ends like every other', '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----', 'PrivateKey', { kind: null, reference: null, tail: null }],
  ['four characters of a short password would be too much of it', 'hunter2-hunter2', 'generic-api-key', { kind: null, reference: null, tail: null }],
  ['a name of its finder stands in where the secret says nothing', 'a1b2c3d4e5f6a7b8c9d0e1f2', 'okta-access-token', { kind: 'okta.api-token', reference: null, tail: 'e1f2' }],
  ['an API token of Okta, by its shape', `00${'c'.repeat(36)}d4E5`, 'generic-api-key', { kind: 'okta.api-token', reference: null, tail: 'd4E5' }],
  ['a token of OpenBao, by its shape', `s.${'e'.repeat(20)}f6G7`, 'generic-api-key', { kind: 'vault.token', reference: null, tail: 'f6G7' }],
  ['an access token of a person in Datadog, whatever its finder calls it', `ddpat_${'g'.repeat(22)}_${'h'.repeat(40)}i7J8`, 'datadog_app_key', { kind: 'datadog.personal-access-token', reference: null, tail: 'i7J8' }],
  ['an access token of a service account in Datadog', `ddsat_${'g'.repeat(22)}_${'h'.repeat(40)}k9L0`, 'generic-api-key', { kind: 'datadog.service-access-token', reference: null, tail: 'k9L0' }],
  ['what only begins like one is nothing', `00${'c'.repeat(39)}`, 'generic-api-key', { kind: null, reference: null, tail: 'cccc' }],
] as const)('%s', (_, secret, detector, marks) => expect(secretMarks(secret, detector)).toEqual(marks)) // prettier-ignore

test('of no secret is more than eight characters kept, nor more than a quarter and a bit of it, unless they are the provider’s id', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 80 }), fc.stringMatching(/^gh[pou]_[A-Za-z0-9]{0,60}$/)), (secret) => {
      const { tail, reference } = secretMarks(secret, 'anything')
      return reference !== null || (tail ?? '').length <= Math.min(8, secret.length * 0.27)
    }),
  )
})

test.each([
  ['aws-access-token', 'aws.access-key'],
  ['AWS', 'aws.access-key'],
  ['gcp-api-key', 'gcp.api-key'],
  ['gcp-service-account', 'gcp.service-account-key'],
  ['generic-api-key', null],
])('%s is %s', (name, kind) => expect(kindNamed(name)).toBe(kind))
