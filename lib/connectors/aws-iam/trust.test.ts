import { expect, test } from 'vitest'
import type { Json } from '../../model/json.ts'
import { readTrust } from './trust.ts'

const account = '123456789012'
const allow = (Principal: Json, Condition?: Json): Json => ({
  Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(Condition ? { Condition } : {}) }],
})

test.each([
  [
    'a service',
    allow({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] }),
    ['service ec2.amazonaws.com', 'service lambda.amazonaws.com'],
    true,
  ],
  [
    'another account',
    allow({ AWS: 'arn:aws:iam::999999999999:root' }, { StringEquals: { 'sts:ExternalId': 'x' } }),
    ['another account (arn:aws:iam::999999999999:root) where sts:ExternalId is x'],
    true,
  ],
  ['another account by its number', allow({ AWS: '999999999999' }), ['another account (999999999999)'], true],
  [
    'this account',
    allow({ AWS: ['arn:aws:iam::123456789012:user/ana', '123456789012'] }),
    ['this account (arn:aws:iam::123456789012:user/ana)', 'this account (123456789012)'],
    false,
  ],
  ['anyone', allow('*'), ['anyone'], true],
  ['SAML', allow({ Federated: 'arn:aws:iam::123456789012:saml-provider/corp' }), ['SAML corp'], true],
  [
    'OIDC, many subjects',
    allow(
      { Federated: 'arn:aws:iam::123456789012:oidc-provider/oidc.example/id/1' },
      { 'ForAnyValue:StringLike': { 'oidc.example/id/1:sub': ['a', 'b'] } },
    ),
    ['OIDC oidc.example/id/1 where oidc.example/id/1:sub like a or b'],
    true,
  ],
  ['only a denial', { Statement: { Effect: 'Deny', Principal: '*', Action: '*' } }, [], false],
  ['a statement without a principal', { Statement: [{ Effect: 'Allow' }] }, [], false],
] as [string, Json, string[], boolean][])('a role that trusts %s', (_name, document, trusts, fromOutside) => {
  expect(readTrust(document, account)).toMatchObject({ trusts, fromOutside })
})

test.each([null, {}, { Statement: 'x' }, { Statement: [{ Effect: 'Allow', Principal: { AWS: 5 } }] }] as Json[])(
  '%j is no trust policy',
  (document) => {
    expect(readTrust(document, account)).toBeNull()
  },
)

const github = 'token.actions.githubusercontent.com'
const oidc = (Condition?: Json) => allow({ Federated: `arn:aws:iam::${account}:oidc-provider/${github}` }, Condition)
const forAws = { [`${github}:aud`]: 'sts.amazonaws.com' }
const subject = (sub: Json) => ({ StringEquals: forAws, StringLike: { [`${github}:sub`]: sub } })
const none = `every subject of ${github}: none is named`
const all = `every subject of ${github}: the one that is named is a pattern for all`

test.each<[string, Json, string[]]>([
  ['an issuer, and nothing else', oidc(), [none]],
  ['an issuer for an audience', oidc({ StringEquals: forAws }), [none]],
  ['all but one subject', oidc({ StringEquals: forAws, StringNotEquals: { [`${github}:sub`]: 'repo:acme/web' } }), [none]],
  ['a claim of another issuer', oidc({ StringEquals: { 'gitlab.com:sub': 'project_path:acme/web' } }), [none]],
  ['one repository', oidc(subject('repo:acme/web:*')), []],
  ['one organisation', oidc(subject('repo:acme/*')), []],
  ['every repository', oidc(subject('repo:*')), [all]],
  ['whatever', oidc(subject(['repo:acme/web:*', '*'])), [all]],
  ['every repository of one owner, by another claim', oidc({ ...subject('*'), StringEquals: { [`${github}:repository_owner`]: 'acme' } }), []],
  ['every repository, without a colon', oidc(subject('repo*')), [all]],
  ['every project', oidc(subject('project_path*')), [all]],
  ['a claim that may be missing', oidc({ StringEquals: forAws, StringEqualsIfExists: { [`${github}:repository_owner`]: 'acme' } }), [none]],
  ['all values of a claim that may be missing', oidc({ StringEquals: forAws, 'ForAllValues:StringLike': { [`${github}:repository`]: 'acme/*' } }), [none]],
  ['a subject if there is one, which there always is', oidc({ StringEquals: forAws, StringLikeIfExists: { [`${github}:sub`]: 'repo:acme/*' } }), []],
  ['all values of a subject', oidc({ StringEquals: forAws, 'ForAllValues:StringEquals': { [`${github}:sub`]: 'repo:acme/web:ref:refs/heads/main' } }), []],
  ['one of a claim’s values', oidc({ StringEquals: forAws, 'ForAnyValue:StringEquals': { [`${github}:repository_owner`]: 'acme' } }), []],
  ['a subject in other letters', oidc({ StringEquals: { [`${github.toUpperCase()}:SUB`]: 'repo:acme/web:ref:refs/heads/main' } }), []],
  ['anyone', allow('*'), ['anyone, without a condition']],
  ['anyone of an organisation', allow({ AWS: '*' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), []],
  ['a service', allow({ Service: 'ec2.amazonaws.com' }), []],
  ['SAML', allow({ Federated: 'arn:aws:iam::123456789012:saml-provider/corp' }), []],
])('what is weak about a role that trusts %s', (_, document, weak) => {
  expect(readTrust(document, account)?.weak).toEqual(weak)
}) // prettier-ignore
