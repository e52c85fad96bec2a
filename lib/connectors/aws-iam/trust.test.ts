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
  expect(readTrust(document, account)).toEqual({ trusts, fromOutside })
})

test.each([null, {}, { Statement: 'x' }, { Statement: [{ Effect: 'Allow', Principal: { AWS: 5 } }] }] as Json[])(
  '%j is no trust policy',
  (document) => {
    expect(readTrust(document, account)).toBeNull()
  },
)
