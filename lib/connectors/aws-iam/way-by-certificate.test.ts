import { describe, expect, test } from 'vitest'
import { IssuerSighting, type Permissions } from '../../model/sighting.ts'
import { anchorsLetIn } from './trust.ts'
import { issuersIn, type AnywhereRole, type Profile, type Region } from './way-by-certificate.ts'

const arn = (rest: string) => `arn:aws:rolesanywhere:eu-central-1:123456789012:${rest}`
const roleArn = (name: string) => `arn:aws:iam::123456789012:role/${name}`
const depots = { arn: arn('trust-anchor/depots'), name: 'depots', enabled: true, authority: 'a certificate bundle' }
const pilot = { ...depots, arn: arn('trust-anchor/pilot'), name: 'pilot', enabled: false }
const profile = (name: string, roles: readonly string[], more: Partial<Profile> = {}): Profile => ({
  arn: arn(`profile/${name}`),
  name,
  enabled: true,
  seconds: 3_600,
  roleArns: roles.map(roleArn),
  sessionPolicy: null,
  isCappedFurther: false,
  ...more,
})
const rights = (name: string): Permissions => ({ scheme: 'aws.iam', stated: { of: name } })
const role = (name: string, letsIn: readonly string[] | null = [depots.arn]): [string, AnywhereRole] => [
  roleArn(name),
  { name, permissions: rights(name), says: [`service rolesanywhere.amazonaws.com for ${name}`], letsIn },
]
const subject = { arn: arn('subject/07'), enabled: true, name: 'CN=depot-07', lastSeenAt: new Date('2026-11-23T10:00:00Z') }

function issuers(region: Partial<Region>, roles: readonly [string, AnywhereRole][]) {
  const all = { region: 'eu-central-1', anchors: [depots, pilot], profiles: [], subjects: [], ...region }
  const found = issuersIn(all, new Map(roles), (permissions) => permissions)
  return found.map((issuer) => IssuerSighting.parse(issuer))
}

describe('ways in by certificate', () => {
  test('one profile, one role: everything of it has the role’s rights', () => {
    const found = issuers({ profiles: [profile('scanners', ['read'])], subjects: [subject] }, [role('read')])
    expect(found.map(({ kind, name, permissions, maxLifeSeconds }) => [kind, name, permissions, maxLifeSeconds])).toEqual([
      ['aws.trust-anchor', 'depots', rights('read'), 3_600],
      ['aws.roles-anywhere-profile', 'scanners to read', rights('read'), 3_600],
      ['aws.roles-anywhere-subject', 'CN=depot-07', rights('read'), 3_600],
    ])
    expect(found[0]?.trusts).toEqual(['certificates issued by a certificate bundle', 'for scanners to read'])
    expect(found[1]?.trusts).toEqual(['certificates of trust anchor depots', 'service rolesanywhere.amazonaws.com for read'])
    expect(found[2]?.lastUsed).toEqual({ at: subject.lastSeenAt, service: 'rolesanywhere' })
  })
  test('several roles: each is a way of its own, and what is common to them is not told', () => {
    const found = issuers({ profiles: [profile('all', ['read', 'admin'], { seconds: 99_999 })], subjects: [subject] }, [
      role('read'),
      role('admin'),
    ])
    expect(found.map(({ name, permissions }) => [name, permissions])).toEqual([
      ['depots', 'not-reported'],
      ['all to read', rights('read')],
      ['all to admin', rights('admin')],
      ['CN=depot-07', 'not-reported'],
    ])
    expect(found.map(({ maxLifeSeconds }) => maxLifeSeconds)).toEqual([43_200, 43_200, 43_200, 43_200])
    expect(new Set(found.map(({ externalId }) => externalId)).size).toBe(found.length)
  })
  test.each([
    ['the role lets the service in not at all', [profile('p', ['read'])], [role('read', null)]],
    ['the role lets in an anchor that is off', [profile('p', ['read'])], [role('read', [pilot.arn])]],
    ['the profile is off', [profile('p', ['read'], { enabled: false })], [role('read')]],
  ] as const)('no way where %s', (_, profiles, roles) => {
    expect(issuers({ profiles }, roles).map(({ kind }) => kind)).toEqual(['aws.trust-anchor'])
  })
  test('a role that could not be read may do anything, for anybody', () => {
    expect(issuers({ profiles: [profile('p', ['gone'])] }, [])[1]).toMatchObject({
      name: 'p to gone',
      permissions: 'not-reported',
      trusts: ['certificates of trust anchor depots', 'a role that could not be read'],
    })
  })
})

describe('which trust anchors a role lets in', () => {
  const anchors = [depots.arn, pilot.arn]
  const trust = (Condition?: object, Service: unknown = 'rolesanywhere.amazonaws.com') => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', ...(Condition && { Condition }) }],
  })
  test.each([
    ['all, where it names none', trust(), anchors],
    ['the one it names', trust({ ArnEquals: { 'aws:SourceArn': depots.arn } }), [depots.arn]],
    ['those it names', trust({ ArnEquals: { 'AWS:SourceArn': anchors } }), anchors],
    ['by a pattern', trust({ ArnLike: { 'aws:SourceArn': 'arn:aws:rolesanywhere:*:123456789012:trust-anchor/d*s' } }), [depots.arn]],
    ['a pattern that is meant exactly', trust({ StringEquals: { 'aws:SourceArn': 'arn:*' } }), []],
    ['none of this region', trust({ ArnEquals: { 'aws:SourceArn': arn('trust-anchor/other') } }), []],
    ['what narrows it otherwise is not taken off', trust({ StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'depot-07' } }), anchors],
    ['all, where the condition cannot be read', trust({ ArnEquals: { 'aws:SourceArn': 7 } }), anchors],
    ['another service', trust(undefined, ['ec2.amazonaws.com']), null],
    ['among other services', trust(undefined, ['ec2.amazonaws.com', 'rolesanywhere.amazonaws.com']), anchors],
    ['anybody by account', { Statement: { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' } }, null],
    ['a policy that is none', null, anchors],
  ])('%s', (_, document, letsIn) => expect(anchorsLetIn(document as never, anchors)).toEqual(letsIn))
  test('a pattern of many stars takes no time', () => {
    const pattern = `${'*a'.repeat(2_000)}b`
    const started = performance.now()
    expect(anchorsLetIn(trust({ ArnLike: { 'aws:SourceArn': pattern } }) as never, ['a'.repeat(1_000)])).toEqual([])
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
