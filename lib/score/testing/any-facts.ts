import fc from 'fast-check'
import { Agent, Binding, ExposureState, Lifecycle, type Facts } from '../../model/facts.ts'

const day = 86_400

/** Both sides of every limit that any step or rule speaks of, and whatever lies between. */
const days = fc.oneof(
  fc.constantFrom(0, 1, 2, 7, 8, 30, 31, 44, 45, 46, 90, 91, 180, 181, 365, 366, 367, 730, 731),
  fc.integer({ min: 0, max: 1_000 }),
)
const seconds = fc.oneof(
  ...[300, 3_600, 43_200, day, 7 * day, 30 * day, 90 * day, 366 * day].map((limit) => fc.constantFrom(limit, limit + 1)),
  fc.integer({ min: 1, max: 800 * day }),
)
const breadth = fc.record({ level: fc.constantFrom(1, 2, 3, 4, 5, 6), reach: fc.constantFrom(1, 2, 3, 4) })

/** Any facts at all, the rarer ones rare enough that every rule is met often. */
export const anyFacts = fc.record({
  id: fc.constant('any'),
  lifecycle: often('active', fc.constantFrom(...Lifecycle.options)),
  ttlSeconds: fc.oneof({ weight: 4, arbitrary: seconds }, fc.constantFrom('never', 'not-reported', 0)),
  rotationEnforcedSeconds: often(null, fc.oneof(seconds, fc.constant(0))),
  ageDays: fc.oneof({ weight: 6, arbitrary: days }, fc.constant('not-reported')),
  idleDays: fc.oneof({ weight: 6, arbitrary: days }, fc.constantFrom('never-used', 'not-reported')),
  binding: fc.constantFrom(...Binding.options),
  popVerified: fc.constantFrom(true, true, false, 'not-reported'),
  scope: fc.oneof(
    { weight: 4, arbitrary: breadth },
    { weight: 2, arbitrary: fc.array(breadth, { minLength: 1, maxLength: 5 }) },
    fc.constant('not-reported'),
  ),
  sensitivity: fc.constantFrom(0, 1, 2, 3, 4, 'not-reported'),
  exposure: often('none', fc.constantFrom(...ExposureState.options)),
  revoked: often(false, fc.boolean()),
  replaced: fc.boolean(),
  workload: often('active', fc.constantFrom('decommissioned', 'vendor-ended')),
  owner: fc.constantFrom('assigned', 'assigned', 'none', 'departed'),
  consumers: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 3 }) }, fc.constant('not-reported')),
  thirdParty: fc.boolean(),
  agent: often('none', fc.constantFrom(...Agent.options)),
  storage: fc.constantFrom('vault', 'plaintext', 'not-reported'),
  prohibited: often(false, fc.boolean()),
  controls: fc.record({
    networkConfined: fc.boolean(),
    revocationMinutes: fc.constantFrom(null, 0, 15, 16, 60, 61),
    monitored: fc.boolean(),
    secretScanning: fc.boolean(),
  }),
}) as fc.Arbitrary<Facts>

function often<T, U>(usual: T, rare: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 7, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare })
}
