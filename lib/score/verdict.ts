import type { Facts } from '../model/facts.ts'
import type { DecidingReason, RequiredControl, Verdict } from '../model/score.ts'
import { isSenderConstrained } from './dimensions/binding.ts'
import { controlsWorth } from './dimensions/controls.ts'
import { grantsOf } from './dimensions/scope.ts'
import { isDormant } from './dimensions/staleness.ts'
import { effectiveSeconds } from './dimensions/ttl.ts'
import { impactClass, type ImpactClass } from './impact.ts'
import { model } from './nps-1.0.0.ts'
import { unknownsOf } from './unknowns.ts'
import type { Weighed } from './weigh.ts'

/** What a rule decides. `required` is asked for whether or not it would change the verdict. */
export type Ruling = { verdict: Verdict; reason: DecidingReason; required: readonly RequiredControl[] }

/** The facts as the rules speak of them. */
type Case = {
  facts: Facts
  seconds: number
  standing: boolean
  pop: boolean
  impact: ImpactClass
  base: number
}

type Rule = { rule: number; when: (token: Case) => boolean; then: (token: Case) => Ruling }

const none: readonly RequiredControl[] = []
const contained: readonly RequiredControl[] = ['network', 'revocation-15m', 'monitoring']
const worth1000: readonly RequiredControl[] = ['any-1000']
const watched: readonly RequiredControl[] = ['revocation-60m', 'monitoring']
const revocable: readonly RequiredControl[] = ['revocation-60m']
const answeredFor: readonly RequiredControl[] = ['revocation-60m', 'accountable-human', 'kill-switch-drill']

/** Read from the top: the first rule that fits decides. Rules look at facts, never at a threshold on the risk alone. */
const rules: readonly Rule[] = [
  {
    rule: 1, // Found outside, and not yet both cut off and replaced.
    when: ({ facts }) => facts.exposure !== 'none' && !(facts.revoked && facts.replaced),
    then: ({ facts }) => revokeNow(facts.revoked ? 'LEAK_NOT_REPLACED' : 'LEAK_ACTIVE'),
  },
  {
    rule: 2, // No longer live.
    when: ({ facts }) => facts.lifecycle !== 'active' || facts.revoked,
    then: () => ({ verdict: 'retired', reason: 'RETIRED', required: none }),
  },
  {
    rule: 3, // Should not exist at all, or what it was for is gone.
    when: ({ facts }) => facts.prohibited || facts.workload !== 'active',
    then: ({ facts }) => revokeNow(facts.prohibited ? 'PROHIBITED' : 'OFFBOARDED'),
  },
  {
    rule: 4, // Standing, and surely unused for over 90 days.
    when: ({ facts }) => isDormant(facts),
    then: () => revokeNow('DORMANT'),
  },
  {
    rule: 5, // Standing and sender-constrained: a copy alone is of no use.
    when: ({ standing, pop }) => standing && pop,
    then: ({ seconds }) => either(seconds <= model.limits.longPopSeconds, 'POP_LONG', watched),
  },
  {
    rule: 6, // Standing, replayable, high impact: no control makes it acceptable.
    when: ({ standing, impact }) => standing && impact === 'HIGH',
    then: () => ({ verdict: 'standing-privilege', reason: 'STANDING_HIGH', required: none }),
  },
  {
    rule: 7, // Standing, replayable, medium impact: only well kept and well contained.
    when: ({ standing, impact }) => standing && impact === 'MEDIUM',
    then: (token) => either(isWellKept(token) && contained.every((control) => isMet(control, token.facts)), 'STANDING_MEDIUM', contained),
  },
  {
    rule: 8, // Standing, replayable, low impact: well kept, with some control.
    when: ({ standing }) => standing,
    then: (token) => either(isWellKept(token) && isMet('any-1000', token.facts), 'STANDING_LOW', worth1000),
  },
  {
    rule: 9, // Short-lived and sender-constrained.
    when: ({ pop }) => pop,
    then: ({ facts }) => {
      const administersAll = grantsOf(facts).some(({ level, reach }) => level === 6 && reach === 4)
      const agent = facts.agent !== 'none'
      if (!administersAll && !agent && unknownsOf(facts).length === 0) return acceptable('POP_SHORT')
      return { verdict: 'acceptable-with-controls', reason: 'POP_SHORT', required: agent ? answeredFor : revocable }
    },
  },
  {
    rule: 10, // Short-lived and replayable: acceptable only where little can go wrong within the hour.
    when: () => true,
    then: ({ facts, seconds, impact, base }) => {
      const harmless =
        seconds <= model.limits.shortBearerSeconds && impact === 'LOW' && facts.agent === 'none' && base < model.limits.acceptableBase
      if (harmless && unknownsOf(facts).length === 0) return acceptable(`BEARER_SHORT_${impact}`)
      return { verdict: 'acceptable-with-controls', reason: `BEARER_SHORT_${impact}`, required: watched }
    },
  },
]

/** The verdict on a token, with the reason that decided it and the controls that belong to it. */
export function judge(facts: Facts, { impact, base }: Pick<Weighed, 'impact' | 'base'>): Ruling {
  const seconds = effectiveSeconds(facts)
  const token: Case = {
    facts,
    seconds,
    standing: seconds > model.limits.standingSeconds,
    pop: isSenderConstrained(facts),
    impact: impactClass(facts, impact),
    base,
  }
  for (const { when, then } of rules) if (when(token)) return then(token)
  throw new Error('The last rule fits every token.')
}

/** Whether a required control is evidenced. Of an agent's human the facts know only whether an owner is assigned. */
export function isMet(control: RequiredControl, { controls, owner }: Pick<Facts, 'controls' | 'owner'>): boolean {
  const minutes = controls.revocationMinutes
  switch (control) {
    case 'network':
      return controls.networkConfined
    case 'revocation-15m':
      return minutes !== null && minutes <= 15
    case 'revocation-60m':
      return minutes !== null && minutes <= 60
    case 'monitoring':
      return controls.monitored
    case 'any-1000':
      return controlsWorth(controls) >= model.limits.lowImpactControls
    case 'accountable-human':
      return owner === 'assigned'
    case 'kill-switch-drill':
      return minutes !== null
  }
}

/** The hygiene without which no control helps a standing bearer token. Unknown age or last use, or never used, does not pass. */
function isWellKept({ facts, seconds }: Case): boolean {
  const { hygieneSeconds, hygieneAgeDays, idleDays } = model.limits
  return (
    seconds <= hygieneSeconds &&
    typeof facts.ageDays === 'number' &&
    Math.floor(facts.ageDays) <= hygieneAgeDays &&
    facts.owner === 'assigned' &&
    facts.agent === 'none' &&
    typeof facts.idleDays === 'number' &&
    Math.floor(facts.idleDays) <= idleDays
  )
}

function revokeNow(reason: DecidingReason): Ruling {
  return { verdict: 'revoke-now', reason, required: none }
}

function acceptable(reason: DecidingReason): Ruling {
  return { verdict: 'acceptable', reason, required: none }
}

function either(withControls: boolean, reason: DecidingReason, required: readonly RequiredControl[]): Ruling {
  return { verdict: withControls ? 'acceptable-with-controls' : 'standing-privilege', reason, required }
}
