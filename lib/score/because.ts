import type { Binding, Facts } from '../model/facts.ts'
import { wholeDaysOld } from './dimensions/age.ts'
import { effectiveBinding } from './dimensions/binding.ts'
import { worstGrant } from './dimensions/scope.ts'
import { effectiveSeconds, ttl } from './dimensions/ttl.ts'
import { model } from './nps-1.0.0.ts'
import { daysSay, durationSays, levelSays, reachSays, tierSays } from './phrases.ts'
import type { Outcome } from './score.ts'
import type { Factor } from './shares.ts'
import { stepOf } from './steps.ts'

/**
 * Why a factor counts as it does, in a sentence. It names the step a fact falls in and never the day's number, so it
 * holds for facts read from a vector too, and for as long as the score does.
 */
export function because(factor: Factor, facts: Facts, { weights, base, risk, verdict }: Outcome): string {
  switch (factor) {
    case 'binding':
      return `${bindingSays[facts.binding]}${effectiveBinding(facts) === facts.binding ? '' : unchecked}`
    case 'ttl':
      return spanOfLife(facts)
    case 'age':
      return facts.ageDays === 'not-reported'
        ? 'Nobody says when this secret was issued, so it counts as old.'
        : `The secret is ${span(stepOf(model.age, wholeDaysOld(facts)), daysSay)} old.`
    case 'staleness':
      return staleSays(facts)
    case 'reuse':
      return 'Several consumers share it, so it cannot be rotated or traced for one of them alone.'
    case 'storage':
      return 'It was seen stored in plain text.'
    case 'thirdParty':
      return 'A third party holds it.'
    case 'agent':
      return facts.agent === 'autonomous' ? 'An AI agent uses it without supervision.' : 'A supervised AI agent uses it.'
    case 'owner':
      return facts.owner === 'departed' ? 'Its owner has left.' : 'Nobody owns it.'
    case 'cap':
      return 'The replay side is full: more cannot make it worse.'
    case 'controls':
      return `Evidenced: ${controlsSay(facts)}.${weights.controls > -2_500 ? '' : ' Controls take off 25 points of the replay side at most.'}`
    case 'scope':
      return scopeSays(facts)
    case 'sensitivity':
      return facts.sensitivity === 'not-reported'
        ? 'Nobody says what is behind it, so it counts as customer data.'
        : `It reaches ${tierSays[facts.sensitivity]}.`
    case 'rounding':
      return 'Risk is a whole number; this is what the lines above leave to it.'
    case 'verdict-floor':
      return verdict === 'retired'
        ? `It is no longer live, so the ${base} it would score do not count.`
        : `Risk is never below ${risk} for this verdict.`
  }
}

const unchecked = ' The resource server is not seen to check it, so it counts as a bearer token.'

const bindingSays: Record<Binding, string> = {
  'pop-attested': 'Bound to a key that cannot leave its device.',
  'pop-mtls': 'Bound to a client certificate (mutual TLS).',
  'pop-app': 'Bound to a key by a proof with each request.',
  'keyed-asym': 'Signs with a private key that can be copied.',
  'keyed-hmac': 'Signs with a shared secret: a copied key replays in full.',
  bearer: 'A bearer token: holding a copy is enough.',
  'bearer-url': 'A bearer secret sent where it is logged: in an address, or as a shared password.',
  'not-reported': 'Nobody says how it is bound, so a copy counts as enough.',
}

function scopeSays(facts: Facts): string {
  if (facts.scope === 'not-reported') return 'Nobody says what it may do, so it counts as administering everything.'
  const { level, reach } = worstGrant(facts)
  return `Its worst grant can ${levelSays[level]} in ${reachSays[reach]}.`
}

function spanOfLife(facts: Facts): string {
  const seconds = effectiveSeconds(facts)
  if (seconds === Infinity) {
    return facts.ttlSeconds === 'not-reported' ? 'Nobody says when it expires, so it counts as never.' : 'It never expires.'
  }
  // Told by steps, as everything here: a rotation that is no step better than the life itself goes without saying.
  const rotated = ttl({ ...facts, rotationEnforcedSeconds: null }) > ttl(facts)
  return `${rotated ? 'Its platform rotates it: a copy stays useful for' : 'It lives'} ${span(stepOf(model.ttl, seconds), durationSays)}.`
}

function staleSays({ idleDays }: Facts): string {
  if (idleDays === 'not-reported') return 'Nobody says when it was last used, so it counts as unused.'
  if (idleDays === 'never-used') return `It was never used in over ${model.limits.idleDays} days.`
  return `It is unused for over ${Math.floor(idleDays) > model.limits.dormantDays ? model.limits.dormantDays : model.limits.idleDays} days.`
}

function controlsSay({ controls }: Facts): string {
  const minutes = controls.revocationMinutes
  const drill = minutes === null ? undefined : model.controls.revocation.find(([limit]) => minutes <= limit)
  const parts = [
    controls.networkConfined && 'network confinement',
    drill && `revocation within ${drill[0]} min`,
    controls.monitored && 'use monitoring',
    controls.secretScanning && 'secret scanning',
  ]
  return parts.filter((part) => typeof part === 'string').join(', ')
}

function span({ above, upTo }: { above: number | null; upTo: number | null }, unit: (value: number) => string): string {
  if (upTo === null) return above === null ? 'some time' : `over ${unit(above)}`
  return above === null ? `at most ${unit(upTo)}` : `over ${unit(above)} and at most ${unit(upTo)}`
}
