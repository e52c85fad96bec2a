import type { Facts } from '../../model/facts.ts'
import { ciKeyKind, type FleetGroup } from '../../model/fleet.ts'
import { isSenderConstrained } from '../../score/dimensions/binding.ts'
import { grantsOf } from '../../score/dimensions/scope.ts'
import { isDormant } from '../../score/dimensions/staleness.ts'
import { effectiveSeconds } from '../../score/dimensions/ttl.ts'
import { offersNoBinding } from '../binding-offered.ts'

const hour = 3_600
const day = 24 * hour

/** What a change is told of tokens that score alike, beside their facts. */
export type Told = Pick<FleetGroup, 'kind' | 'ci'>

/**
 * A change of the whole fleet, prepared. It says whom it touches and what becomes of their facts; both are pure, so that the same
 * model scores the fleet with it and without.
 */
export type FleetChange = {
  id: string
  title: string
  /** Whom it touches and how that is known. */
  whom: string
  /** What becomes of their facts, and what stays. */
  becomes: string
  touches(facts: Facts, told: Told): boolean
  then(facts: Facts): Facts
  /** Of whom nobody can tell whether it would touch them, or whom it cannot help: they stay as they are, and are counted. */
  left?: { says: string; is(facts: Facts, told: Told): boolean }
}

/** The changes, in the order they are offered. One more is an entry here. */
export const fleetChanges: readonly FleetChange[] = [
  {
    id: 'ci-roles',
    title: 'AWS keys in CI become roles by OIDC',
    whom: 'AWS access keys whose workload is a pipeline: its name, key or environment says so (“ci”, “pipeline”, “github-actions”, …).',
    becomes: 'Each run gets a session of one hour in place of a key that is stored. It signs as the key did; rights and leaks stay as they are.',
    touches: (facts, { kind, ci }) => kind === ciKeyKind && ci === 'yes' && effectiveSeconds(facts) > hour,
    then: (facts) => ({ ...withLife(facts, hour), storage: facts.storage === 'plaintext' ? 'not-reported' : facts.storage }),
    left: { says: 'AWS access keys without a known workload, which may be in CI', is: (_, { kind, ci }) => kind === ciKeyKind && ci === 'unknown' },
  },
  {
    id: 'life-24h',
    title: 'Nothing lives longer than 24 hours',
    whom: 'Every token that lives longer than a day, never expires, or of whose life nobody knows.',
    becomes: 'It expires a day after its issue, so that its secret is at most a day old. Rights, binding and leaks stay as they are.',
    touches: (facts) => effectiveSeconds(facts) > day,
    then: (facts) => withLife(facts, day),
  },
  {
    id: 'life-90d',
    title: 'Nothing lives longer than 90 days',
    whom: 'Every token that lives longer than 90 days, never expires, or of whose life nobody knows.',
    becomes: 'It expires 90 days after its issue, so that its secret is at most 90 days old. Rights, binding and leaks stay as they are.',
    touches: (facts) => effectiveSeconds(facts) > 90 * day,
    then: (facts) => withLife(facts, 90 * day),
  },
  {
    id: 'drills',
    title: 'Revocation is drilled everywhere',
    whom: 'Every token without a drill in the last 90 days that took at most 15 minutes.',
    becomes: 'A drill shows that it is revoked within 15 minutes. Nothing else changes.',
    touches: ({ controls }) => controls.revocationMinutes === null || controls.revocationMinutes > 15,
    then: (facts) => ({ ...facts, controls: { ...facts.controls, revocationMinutes: 15 } }),
  },
  {
    id: 'owners',
    title: 'Every token gets an owner',
    whom: 'Every token that nobody owns, or whose owner has left.',
    becomes: 'Somebody who is there answers for it. Nothing else changes.',
    touches: ({ owner }) => owner !== 'assigned',
    then: (facts) => ({ ...facts, owner: 'assigned' }),
  },
  {
    id: 'no-admin',
    title: 'No token administers',
    whom: 'Every token that is known to administer something.',
    becomes: 'Where it may administer or use others’ credentials, it may write. How far its rights reach stays.',
    touches: (facts) => facts.scope !== 'not-reported' && grantsOf(facts).some(({ level }) => level === 6),
    then: (facts) => ({ ...facts, scope: grantsOf(facts).map(({ level, reach }) => ({ level: level > 4 ? 4 : level, reach })) }),
    left: { says: 'Tokens whose rights nobody reports; what they may do has to be found out first', is: ({ scope }) => scope === 'not-reported' },
  },
  {
    id: 'bound',
    title: 'Every binding is checked',
    whom: 'Every token whose provider binds it to its holder, by DPoP, mutual TLS or a hardware key, without anybody checking that where it is used.',
    becomes: 'Whoever takes the token checks the binding, so that a copy is not enough. Nothing else changes.',
    touches: (facts) => facts.binding.startsWith('pop-') && !isSenderConstrained(facts),
    then: (facts) => ({ ...facts, popVerified: true }),
    left: { says: 'Bearer or signed tokens of kinds whose provider offers no binding, which need another kind of credential', is: (facts, { kind }) => !facts.binding.startsWith('pop-') && offersNoBinding(kind) },
  },
  {
    id: 'dormant',
    title: 'What is dormant is retired',
    whom: 'Every standing token that its provider shows as unused for more than 90 days, or as never used and issued more than 90 days ago, whatever else speaks against it.',
    becomes: 'It is switched off. A leaked one is then still to be replaced. Where nobody knows the last use, nothing is switched off.',
    touches: (facts) => facts.lifecycle === 'active' && !facts.revoked && isDormant(facts),
    then: (facts) => ({ ...facts, lifecycle: 'revoked', revoked: true }),
    left: { says: 'Standing tokens that may be dormant, as their last use is not reported, or as they were never used and their age is known as “at least” so many days only', is: mayBeDormant },
  },
] // prettier-ignore

/** A prepared change by its id. */
export function fleetChangeOf(id: string): FleetChange | undefined {
  return fleetChanges.find((change) => change.id === id)
}

/** A lower bound of an age is no value, so that it decides nothing: it is told as an age that is not reported. */
function mayBeDormant(facts: Facts): boolean {
  const { idleDays, ageDays } = facts
  return effectiveSeconds(facts) > day && (idleDays === 'not-reported' || (idleDays === 'never-used' && ageDays === 'not-reported'))
}

/** A secret cannot be older than it lives; one that nobody dates is then at most as old as that. */
function withLife(facts: Facts, seconds: number): Facts {
  const oldest = Math.max(1, Math.floor(seconds / day))
  const ageDays = facts.ageDays === 'not-reported' ? oldest : Math.min(facts.ageDays, oldest)
  return { ...facts, ttlSeconds: seconds, rotationEnforcedSeconds: null, ageDays }
}
