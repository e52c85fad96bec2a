import { describe, expect, test } from 'vitest'
import type { Json } from '../../../model/json.ts'
import { readPolicyDocument } from './policy-document.ts'

const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }

test('reads single values and lists alike, and fields in any case', () => {
  const one = readPolicyDocument({ Version: '2012-10-17', Statement: allow })
  const many = readPolicyDocument({ statement: [{ effect: 'Allow', action: ['s3:GetObject'], RESOURCE: ['*'] }] })
  expect(one).toEqual(many)
})

test('tells conditions in a line each', () => {
  const document = readPolicyDocument({
    Statement: [
      { ...allow, Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] }, Bool: { 'aws:SecureTransport': true } } },
    ],
  })
  expect(document).toHaveProperty('statements.0.conditions', [
    'ipaddress aws:sourceip 10.0.0.0/8, 192.0.2.0/24',
    'bool aws:securetransport true',
  ])
})

describe('refuses what AWS would refuse, whole', () => {
  test.each<[string, Json | undefined]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', '{}'],
    ['a list', [allow]],
    ['no statement', { Version: '2012-10-17' }],
    ['no statements', { Statement: [] }],
    ['a statement that is a text', { Statement: ['Allow'] }],
    ['no effect', { Statement: [{ Action: '*', Resource: '*' }] }],
    ['an unknown effect', { Statement: [{ ...allow, Effect: 'Maybe' }] }],
    ['no action', { Statement: [{ Effect: 'Allow', Resource: '*' }] }],
    ['both kinds of action', { Statement: [{ ...allow, NotAction: 'iam:*' }] }],
    ['no resource', { Statement: [{ Effect: 'Allow', Action: '*' }] }],
    ['both kinds of resource', { Statement: [{ ...allow, NotResource: '*' }] }],
    ['an empty list of actions', { Statement: [{ ...allow, Action: [] }] }],
    ['an action that is a number', { Statement: [{ ...allow, Action: [7] }] }],
    ['an action that is none', { Statement: [{ ...allow, Action: 'read everything' }] }],
    ['a condition that is a text', { Statement: [{ ...allow, Condition: 'never' }] }],
    ['one bad statement among good ones', { Statement: [allow, {}] }],
    ['the same field twice', { Statement: [{ ...allow, action: 'iam:*' }] }],
  ])('%s', (_, body) => {
    expect(readPolicyDocument(body)).toHaveProperty('unreadable')
  })
})
