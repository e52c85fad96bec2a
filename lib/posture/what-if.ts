import { z } from 'zod'
import { Binding, Sensitivity, type Facts } from '../model/facts.ts'
import { Level, Reach } from '../model/grant.ts'
import type { Verdict } from '../model/score.ts'
import type { RawQuery } from '../model/token-search.ts'
import { grantsOf, worstGrant } from '../score/dimensions/scope.ts'
import { outcomeOf } from '../score/score.ts'

const day = 86_400

/** The lives that can be tried: the steps of the model that people choose between. */
export const triedLives = { '1h': 3_600, '24h': day, '90d': 90 * day, '366d': 366 * day } as const

const digit = z.string().regex(/^\d$/).transform(Number)

/** What may be tried on a token, each field as the address carries it; a field left out stays as it is. */
const fields = {
  'if-life': z.enum(['never', '1h', '24h', '90d', '366d']),
  'if-age': z.enum(['new']),
  'if-use': z.enum(['today', 'unused']),
  'if-binding': Binding.exclude(['not-reported']),
  'if-level': digit.pipe(Level),
  'if-reach': digit.pipe(Reach),
  'if-behind': digit.pipe(Sensitivity),
  'if-owner': z.enum(['assigned', 'none']),
  'if-network': z.literal('on'),
  'if-drill': z.literal('on'),
  'if-monitoring': z.literal('on'),
  'if-scanning': z.literal('on'),
} as const

export type TriedField = keyof typeof fields
export const triedFields = Object.keys(fields) as readonly TriedField[]
export type Tried = { [Field in TriedField]?: z.infer<(typeof fields)[Field]> }

/** What an address tries. Anything else than what the form offers is as if it were not there: nothing is saved or listed by it. */
export function readTried(query: RawQuery): Tried {
  const tried: Record<string, unknown> = {}
  for (const field of triedFields) {
    const value = fields[field].safeParse(query[field])
    if (value.success) tried[field] = value.data
  }
  return tried
}

/** The facts as they would be. */
export function triedOn(facts: Facts, tried: Tried): Facts {
  const life = tried['if-life']
  const ttlSeconds = life === undefined ? facts.ttlSeconds : life === 'never' ? 'never' : triedLives[life]
  const oldest = typeof ttlSeconds === 'number' && life !== undefined ? Math.floor(ttlSeconds / day) : Infinity
  // A secret cannot be older than it lives; one that nobody dates is then at most as old as that.
  const aged = facts.ageDays === 'not-reported' ? (oldest === Infinity ? facts.ageDays : oldest) : Math.min(facts.ageDays, oldest)
  const binding = tried['if-binding'] ?? facts.binding
  return {
    ...facts,
    ttlSeconds,
    rotationEnforcedSeconds: life === undefined ? facts.rotationEnforcedSeconds : null,
    ageDays: tried['if-age'] ? 0 : aged,
    idleDays: tried['if-use'] === undefined ? facts.idleDays : tried['if-use'] === 'today' ? 0 : 91,
    binding,
    popVerified: tried['if-binding'] === undefined ? facts.popVerified : binding.startsWith('pop-'),
    scope: scopeOf(facts, tried),
    sensitivity: tried['if-behind'] ?? facts.sensitivity,
    owner: tried['if-owner'] ?? facts.owner,
    controls: {
      networkConfined: facts.controls.networkConfined || tried['if-network'] === 'on',
      revocationMinutes:
        tried['if-drill'] === 'on' ? Math.min(facts.controls.revocationMinutes ?? 15, 15) : facts.controls.revocationMinutes,
      monitored: facts.controls.monitored || tried['if-monitoring'] === 'on',
      secretScanning: facts.controls.secretScanning || tried['if-scanning'] === 'on',
    },
  }
}

/** What the score would be, or null where nothing is tried. Two scorings; nothing is saved. */
export function whatIf(facts: Facts, tried: Tried): { verdict: Verdict; risk: number } | null {
  if (Object.keys(tried).length === 0) return null
  const { verdict, risk } = outcomeOf(triedOn(facts, tried))
  return { verdict, risk }
}

/** Every grant cut down to what is tried; where more is tried than any of them has, the worst one has it. */
function scopeOf(facts: Facts, tried: Tried): Facts['scope'] {
  const [level, reach] = [tried['if-level'], tried['if-reach']]
  if (level === undefined && reach === undefined) return facts.scope
  const grants = grantsOf(facts)
  const cut = grants.map((grant) => ({
    level: Math.min(grant.level, level ?? grant.level) as Level,
    reach: Math.min(grant.reach, reach ?? grant.reach) as Reach,
  }))
  const isMore = grants.every((grant) => grant.level < (level ?? 0)) || grants.every((grant) => grant.reach < (reach ?? 0))
  if (!isMore) return cut
  const worst = worstGrant(facts)
  return [...cut, { level: level ?? worst.level, reach: reach ?? worst.reach }]
}
