import { expect, test } from 'vitest'
import type { Json } from '../../model/json.ts'
import { isWideNetwork } from '../wide-network.ts'
import { confines } from './confinement.ts'

const deny = (Condition: Json, more: object = {}): Json =>
  ({
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: '*', Resource: '*', Condition, ...more },
    ],
  }) as Json
const office = { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] } }

test.each([
  ['denied from elsewhere', deny(office), true],
  [
    'one statement, one address',
    { Statement: { Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.7' } } } },
    true,
  ],
  ['with the exception for services', deny({ ...office, Bool: { 'aws:ViaAWSService': 'false' } }), true],
  ['the same as a boolean', deny({ ...office, BoolIfExists: { 'aws:viaAWSService': false } }), true],
  ['bound to a VPC', deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }), true],
  ['wide open', deny({ NotIpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), false],
  ['one of two wide open', deny({ NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '::/0'] } }), false],
  ['any VPC', deny({ StringNotLike: { 'aws:SourceVpc': 'vpc-*' } }), false],
  ['denied inside, not outside', deny({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }), false],
  ['only some actions', deny(office, { Action: 's3:*' }), false],
  ['only some resources', deny(office, { Resource: 'arn:aws:s3:::x' }), false],
  ['with a way round', deny({ ...office, StringNotEquals: { 'aws:PrincipalTag/free': 'yes' } }), false],
  ['all but some actions', deny(office, { Action: undefined, NotAction: 'iam:*' }), false],
  [
    'allowed only from there',
    { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }] },
    false,
  ],
  ['nothing', { Statement: [] }, false],
  ['no policy', { x: 1 }, false],
] as [string, Json, boolean][])('a key whose policy is: %s', (_name, document, expected) => {
  expect(confines(document)).toBe(expected)
})

test.each([
  ['192.0.2.0/24', false],
  ['192.0.2.1', false],
  ['10.0.0.0/8', false],
  ['0.0.0.0/1', true],
  ['0.0.0.0/0', true],
  ['2001:db8::/48', false],
  ['::/0', true],
  ['2000::/3', true],
  ['x/y', true],
])('%s is wide: %s', (range, expected) => expect(isWideNetwork(range)).toBe(expected))
