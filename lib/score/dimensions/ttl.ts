import type { Facts } from '../../model/facts.ts'
import { model } from '../nps-1.0.0.ts'
import { pointsOf } from '../steps.ts'

type Life = Pick<Facts, 'ttlSeconds' | 'rotationEnforcedSeconds'>

/**
 * Seconds for which a copy of the secret stays useful: the designed life, or the rotation that the platform enforces if
 * that is shorter. `Infinity` for never and for unknown. A life of 0 is how providers spell "no expiry", so it is never.
 */
export function effectiveSeconds({ ttlSeconds, rotationEnforcedSeconds }: Life): number {
  const life = typeof ttlSeconds === 'number' && ttlSeconds > 0 ? ttlSeconds : Infinity
  return rotationEnforcedSeconds !== null && rotationEnforcedSeconds > 0 ? Math.min(life, rotationEnforcedSeconds) : life
}

/** A standing credential outlives a working day: over 24 h, never expiring, or not known to expire. */
export function isStanding(life: Life): boolean {
  return effectiveSeconds(life) > model.limits.standingSeconds
}

/** Points 0–100 for how long a copy stays useful. */
export function ttl(life: Life): number {
  return pointsOf(model.ttl, effectiveSeconds(life))
}
