import { evidenceDays } from '../model/evidence.ts'
import type { ControlFacts, ExposureState, Facts } from '../model/facts.ts'
import { providerOf } from '../model/how.ts'
import type { LastUsed, Sighting } from '../model/sighting.ts'
import type { Known, KnownControl, KnownExposure, Moments } from '../model/token.ts'
import { withStatements, type Filled } from './stated.ts'

const day = 86_400_000
/** Clocks differ; a moment this far ahead of ours is a clock, further ahead it is a mistake that nothing may be read from. */
const clockSkew = day

/**
 * What a provider said and what we know, as the facts that are scored at `now`. Ages and idle times are floored to whole
 * days. Nothing unknown is guessed: a lower bound of the age, or an instant in the future, leaves it not reported. What people
 * stated stands in where nothing is reported; `filled` says for what, and until when.
 */
export function factsOf(reported: Sighting, known: Known, now: Date): { facts: Facts; moments: Moments; filled: Filled } {
  const filled = withStatements(reported, known, now)
  const { sighting, breadth } = filled
  const issuedAt = knownIssue(sighting, now)
  const lastUsedAt = idleSince(sighting.lastUsed, now)
  // A stated expiry ends nothing: only the provider's own does.
  const expiresAt = typeof reported.expires === 'object' && 'fixed' in reported.expires ? reported.expires.fixed : null
  const lifecycle = known.gone
    ? 'revoked'
    : sighting.lifecycle === 'active' && expiresAt && expiresAt <= now
      ? 'expired'
      : sighting.lifecycle
  const { controls, evidence } = controlsOf(sighting, known.controls, now)
  const { exposure, replaced } = exposureOf(known.exposures)
  const ageDays = issuedAt ? wholeDays(issuedAt, now) : 'not-reported'
  const facts: Facts = {
    id: sighting.externalId,
    provider: providerOf(sighting.kind),
    kind: sighting.kind,
    lifecycle,
    ttlSeconds: ttlOf(sighting, issuedAt, ageDays),
    rotationEnforcedSeconds: sighting.rotationEnforcedSeconds,
    ageDays,
    idleDays: sighting.lastUsed === 'never' ? 'never-used' : lastUsedAt ? wholeDays(lastUsedAt, now) : 'not-reported',
    binding: sighting.binding,
    popVerified: sighting.popVerified,
    scope: breadth === 'not-reported' || breadth.length === 0 ? 'not-reported' : [...breadth],
    sensitivity: known.workload?.sensitivity ?? sighting.sensitivity ?? 'not-reported',
    exposure,
    // A leaked token that the provider shows as switched off is contained, whoever did it.
    revoked: exposure !== 'none' && lifecycle !== 'active',
    replaced,
    workload: known.workload?.status ?? 'active',
    owner: known.owner ? (known.owner.status === 'departed' ? 'departed' : 'assigned') : 'none',
    consumers: sighting.consumers.length || 'not-reported',
    thirdParty: sighting.thirdParty !== undefined,
    agent: worseAgent(known.workload?.agent ?? 'none', sighting.agent ?? 'none'),
    storage: sighting.storage,
    prohibited: sighting.prohibited,
    controls,
  }
  const sliding = typeof sighting.expires === 'object' && 'slidingSeconds' in sighting.expires ? sighting.expires : {}
  const moments = { issuedAt, lastUsedAt, expiresAt: lifecycle === 'active' ? expiresAt : null, evidence, ...sliding }
  return { facts, moments, filled }
}

function wholeDays(from: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - from.getTime()) / day))
}

/** The issue date that may be counted from: exact, or bounded by expiry and the longest life the provider allows. */
function knownIssue(sighting: Sighting, now: Date): Date | null {
  const { issuedAt, expires, maxLifeSeconds } = sighting
  if (issuedAt instanceof Date) return issuedAt.getTime() > now.getTime() + clockSkew ? null : issuedAt
  if (typeof expires === 'object' && 'fixed' in expires && maxLifeSeconds) {
    const earliest = new Date(expires.fixed.getTime() - maxLifeSeconds * 1_000)
    return earliest.getTime() > now.getTime() + clockSkew ? null : earliest
  }
  return null
}

function ttlOf(sighting: Sighting, issuedAt: Date | null, ageDays: Facts['ageDays']): Facts['ttlSeconds'] {
  const { expires } = sighting
  if (expires === 'never' || expires === 'not-reported') return expires
  if ('lastsSeconds' in expires) return expires.lastsSeconds
  if ('fixed' in expires) {
    if (!issuedAt) return 'not-reported'
    const seconds = (expires.fixed.getTime() - issuedAt.getTime()) / 1_000
    return seconds < 0 ? 'not-reported' : seconds
  }
  // A window that use renews is as long-lived as the token has proved to be.
  return ageDays === 'not-reported' ? 'not-reported' : Math.max(expires.slidingSeconds, ageDays * 86_400)
}

function idleSince(lastUsed: LastUsed, now: Date): Date | null {
  if (lastUsed === 'never' || lastUsed === 'not-reported') return null
  const at = 'at' in lastUsed ? lastUsed.at : lastUsed.notSince
  return at.getTime() > now.getTime() + clockSkew ? null : at
}

/** Whether a control counts at `now`: its evidence is at most 90 days old, and it has not ended. */
export function isCurrent({ evidencedAt, expiresAt }: Pick<KnownControl, 'evidencedAt' | 'expiresAt'>, now: Date): boolean {
  return expiresAt > now && now.getTime() - evidencedAt.getTime() <= evidenceDays * day
}

/** Controls that count: seen on the token by this very sighting, or on record and current. */
function controlsOf(
  sighting: Sighting,
  known: readonly KnownControl[],
  now: Date,
): { controls: ControlFacts; evidence: Moments['evidence'] } {
  const controls: ControlFacts = {
    networkConfined: sighting.controls?.networkConfined ?? false,
    revocationMinutes: sighting.controls?.revocationMinutes ?? null,
    monitored: sighting.controls?.monitored ?? false,
    secretScanning: sighting.controls?.secretScanning ?? false,
  }
  const evidence: { control: keyof ControlFacts; at: Date }[] = []
  for (const control of known) {
    const fact = factOf[control.type]
    if (!fact || !isCurrent(control, now)) continue
    // Whichever ends first, the age of the evidence or the control itself, is when it stops to count.
    evidence.push({
      control: fact,
      at: new Date(Math.min(control.evidencedAt.getTime(), control.expiresAt.getTime() - evidenceDays * day)),
    })
    if (fact === 'revocationMinutes') {
      const minutes = control.minutes ?? Infinity
      if (Number.isFinite(minutes)) controls.revocationMinutes = Math.min(controls.revocationMinutes ?? Infinity, minutes)
    } else controls[fact] = true
  }
  return { controls, evidence }
}

const factOf: Partial<Record<KnownControl['type'], keyof ControlFacts>> = {
  network: 'networkConfined',
  revocation: 'revocationMinutes',
  monitoring: 'monitored',
  'secret-scanning': 'secretScanning',
}

const exposureOrder: readonly ExposureState[] = ['none', 'suspected', 'confirmed', 'abuse']

/** The worst leak that is not closed; replaced only if every open one is. */
function exposureOf(exposures: readonly KnownExposure[]): { exposure: ExposureState; replaced: boolean } {
  const open = exposures.filter((one) => !one.closed)
  const worst = open.reduce((max, one) => Math.max(max, exposureOrder.indexOf(one.state)), 0)
  return {
    exposure: exposureOrder[worst] ?? 'none',
    replaced: open.length > 0 && open.every((one) => one.replaced),
  }
}

function worseAgent(one: Facts['agent'], other: Facts['agent']): Facts['agent'] {
  const order = ['none', 'supervised', 'autonomous'] as const
  return order[Math.max(order.indexOf(one), order.indexOf(other))] ?? 'autonomous'
}
