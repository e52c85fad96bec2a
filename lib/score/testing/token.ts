import { Facts } from '../../model/facts.ts'

/** A short-lived, fully known bearer token that nothing speaks against, with what a test is about put in its place. */
export function token(about: Omit<Partial<Facts>, 'controls'> & { controls?: Partial<Facts['controls']> } = {}): Facts {
  return Facts.parse({ ...calm, ...about })
}

const calm = {
  id: 'token',
  ttlSeconds: 600,
  ageDays: 0,
  idleDays: 0,
  binding: 'bearer',
  popVerified: false,
  scope: { level: 1, reach: 1 },
  sensitivity: 0,
  owner: 'assigned',
}

/** A standing key: never expires, in use, 30 days old, bearer, low impact unless a test says otherwise. */
export function standingKey(about: Parameters<typeof token>[0] = {}): Facts {
  return token({ ttlSeconds: 'never', ageDays: 30, ...about })
}

/** The AWS access key of the documented example: 200 days old on 23 November 2026, reading a bounded set of customer data. */
export const exampleKey: Facts = Facts.parse({
  id: 'x',
  provider: 'aws',
  kind: 'aws.access-key',
  lifecycle: 'active',
  ttlSeconds: 'never',
  rotationEnforcedSeconds: null,
  ageDays: 200,
  idleDays: 1,
  binding: 'keyed-hmac',
  popVerified: false,
  scope: { level: 3, reach: 2 },
  sensitivity: 3,
  exposure: 'none',
  revoked: false,
  replaced: false,
  workload: 'active',
  owner: 'assigned',
  consumers: 1,
  thirdParty: false,
  agent: 'none',
  storage: 'vault',
  prohibited: false,
  controls: { networkConfined: false, revocationMinutes: null, monitored: false, secretScanning: true },
})
