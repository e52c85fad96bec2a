import type { Facts } from '../../model/facts.ts'
import { model } from '../nps-1.0.0.ts'
import { wholeDaysOld } from './age.ts'
import { isStanding } from './ttl.ts'

type Use = Pick<Facts, 'idleDays' | 'ageDays' | 'ttlSeconds' | 'rotationEnforcedSeconds'>

/**
 * Basis points for a standing credential that nobody uses. A short-lived one earns none: it ends by itself. Never used
 * counts once the secret has had 45 days to be used; an unknown age has had them.
 */
export function staleness(facts: Use): number {
  if (!isStanding(facts)) return 0
  const { idle, dormant } = model.addons.staleness
  const { idleDays } = facts
  if (idleDays === 'not-reported') return dormant
  if (idleDays === 'never-used') return wholeDaysOld(facts) > model.limits.idleDays ? dormant : 0
  const days = Math.floor(idleDays)
  if (days > model.limits.dormantDays) return dormant
  return days > model.limits.idleDays ? idle : 0
}

/**
 * Whether a standing credential is surely unused for over 90 days, by what the provider is known to track. Unknown last
 * use, or never used at an unknown age, is not: nobody should cut production on missing telemetry.
 */
export function isDormant(facts: Use): boolean {
  if (!isStanding(facts) || facts.idleDays === 'not-reported') return false
  const unusedFor = facts.idleDays === 'never-used' ? facts.ageDays : facts.idleDays
  return unusedFor !== 'not-reported' && Math.floor(unusedFor) > model.limits.dormantDays
}
