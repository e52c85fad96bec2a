import { describe, expect, test } from 'vitest'
import { Sighting } from '../../model/sighting.ts'
import { secretSighting, WireSecret } from './secrets.ts'

const day = 86_400
const now = new Date('2026-11-24T00:00:00Z')
const ago = (days: number) => now.getTime() / 1_000 - days * day
const at = (days: number) => new Date(ago(days) * 1_000)
const bare = {
  ARN: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:lake/password-Zr2nKd',
  Name: 'lake/password',
  CreatedDate: ago(900),
}

const seen = (wire: object) => Sighting.parse(secretSighting(WireSecret.parse({ ...bare, ...wire }), 'eu-central-1', now))

describe('a stored secret', () => {
  test('is a copy of a credential of which only the keeping is known', () => {
    const { evidence, ...facts } = seen({
      LastChangedDate: ago(900),
      LastAccessedDate: ago(3),
      RotationEnabled: false,
      Description: 'CNRY-description',
      SecretString: 'CNRY-value',
      SecretVersionsToStages: { 'CNRY-version': ['AWSCURRENT'] },
      a_field_of_tomorrow: { deep: 'CNRY' },
      Tags: [
        { Key: 'owner', Value: 'data@example.com' },
        { Key: 'workload', Value: 'lake-ingest' },
      ],
    })
    expect(facts).toEqual({
      externalId: bare.ARN,
      kind: 'aws.secret',
      name: 'lake/password',
      displayId: '…Zr2nKd in eu-central-1',
      lifecycle: 'active',
      issuedAt: at(900),
      expires: 'not-reported',
      lastUsed: { at: at(3), service: 'secretsmanager', region: 'eu-central-1' },
      rotationEnforcedSeconds: null,
      binding: 'not-reported',
      popVerified: 'not-reported',
      permissions: 'not-reported',
      ownerHints: [{ how: 'email', value: 'data@example.com', says: 'secretsmanager:ListSecrets tag owner' }],
      workloadHint: 'lake-ingest',
      tags: { owner: 'data@example.com', workload: 'lake-ingest' },
      consumers: [],
      storage: 'vault',
      prohibited: false,
      disable: expect.stringContaining('RestoreSecret') as string,
      revoke: expect.stringContaining('this copy only') as string,
    })
    expect(JSON.stringify([facts, evidence])).not.toContain('CNRY')
    expect(evidence.rotationEnforcedSeconds).toBe('secretsmanager:ListSecrets RotationEnabled: not rotated; never yet')
  })

  test.each([
    ['made, and nothing changed since', {}, at(900)],
    ['made, and changed in the same moment', { LastChangedDate: ago(900) + 60 }, at(900)],
    ['changed later, of which nobody knows what', { LastChangedDate: ago(20) }, { atLeastSince: at(20) }],
    ['rotated', { LastRotatedDate: ago(5), LastChangedDate: ago(5) + 2 }, at(5)],
    ['rotated, and changed after it', { LastRotatedDate: ago(50), LastChangedDate: ago(2) }, { atLeastSince: at(2) }],
    ['without any date', { CreatedDate: undefined }, 'not-reported'],
  ])('its age: %s', (_, wire, issuedAt) => expect(seen(wire).issuedAt).toEqual(issuedAt))

  test.each([
    ['fetched by nobody ever', {}, 'never'],
    ['fetched', { LastAccessedDate: ago(1) }, { at: at(1), service: 'secretsmanager', region: 'eu-central-1' }],
  ])('its use: %s', (_, wire, lastUsed) => expect(seen(wire).lastUsed).toEqual(lastUsed))

  test('waiting for its deletion it is off, and can come back', () => {
    expect(seen({ DeletedDate: ago(1) }).lifecycle).toBe('disabled')
  })

  const managed = { OwningService: 'rds', RotationEnabled: true, RotationRules: { AutomaticallyAfterDays: 7 }, LastRotatedDate: ago(3) }
  test.each([
    ['by the service that owns it', managed, 8 * day],
    ['within its window', { ...managed, RotationRules: { AutomaticallyAfterDays: 7, Duration: '4h' } }, 7 * day + 4 * 3_600],
    ['by a function of one’s own: whether the old value ends is not told', { ...managed, RotationLambdaARN: 'arn:aws:lambda:x' }, null],
    ['switched off', { ...managed, RotationEnabled: false }, null],
    ['never yet', { ...managed, LastRotatedDate: undefined }, null],
    ['overdue: the rotation fails, and the old value lives on', { ...managed, LastRotatedDate: ago(12) }, null],
    ['by nobody that is known', { ...managed, OwningService: undefined }, null],
    ['without an interval', { ...managed, RotationRules: {} }, null],
  ])('rotated %s', (_, wire, seconds) => expect(seen(wire).rotationEnforcedSeconds).toBe(seconds))

  test.each([{ ARN: null }, { Name: '' }, { CreatedDate: 'yesterday' }, { RotationRules: { AutomaticallyAfterDays: 0 } }])(
    'a row that cannot be right is refused: %j',
    (wire) => expect(WireSecret.safeParse({ ...bare, ...wire }).success).toBe(false),
  )
})
