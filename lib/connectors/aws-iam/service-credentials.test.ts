import { describe, expect, test } from 'vitest'
import { serviceCredentialSighting, Wire } from './service-credentials.ts'

const bare = {
  UserName: 'dispatch-agent',
  Status: 'Active',
  CreateDate: '2026-01-01T00:00:00Z',
  ServiceSpecificCredentialId: 'ACCAEXAMPLE00001',
  ServiceName: 'bedrock.amazonaws.com',
  ServiceCredentialAlias: 'dispatch-agent-at-123456789012',
}
const seen = (wire: object, tags: Record<string, string> = {}) =>
  serviceCredentialSighting(Wire.parse({ ...bare, ...wire }), 'not-reported', [], tags)

describe('a key to one service', () => {
  test.each([
    ['a long-term Bedrock key without an end', {}, { kind: 'aws.service-credential.bedrock', binding: 'bearer', expires: 'never' }],
    ['one with an end', { ExpirationDate: '2026-01-31T00:00:00Z' }, { expires: { fixed: new Date('2026-01-31T00:00:00Z') } }],
    ['one that ended', { Status: 'Expired', ExpirationDate: '2026-01-02T00:00:00Z' }, { lifecycle: 'expired' }],
    ['a key to CloudWatch Logs', { ServiceName: 'logs.amazonaws.com' }, { kind: 'aws.service-credential.logs', binding: 'bearer' }],
    ['without its alias', { ServiceCredentialAlias: undefined }, { name: 'bedrock credential of dispatch-agent' }],
    [
      'of the user that the console made for it',
      { UserName: 'BedrockAPIKey-k3fz' },
      { revoke: expect.stringMatching(/user BedrockAPIKey-k3fz, which the console made/) as string },
    ],
  ])('%s', (_, wire, facts) => expect(seen(wire)).toMatchObject(facts))

  test('is an agent’s, and its workload’s, where the tags of its user say so', () => {
    expect(seen({}, { agent: 'autonomous', workload: 'dispatch', consumers: 'depot' })).toMatchObject({
      agent: 'autonomous',
      workloadHint: 'dispatch',
      consumers: ['depot'],
      evidence: { agent: 'the tag “agent” of its user' },
    })
    expect(seen({})).not.toHaveProperty('agent')
  })
})
