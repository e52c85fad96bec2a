import { DecidingReason } from '../model/score.ts'
import { reasons } from '../score/reasons.ts'
import { remedies } from './remedies.ts'

/** OCSF's severity of a reason: 1 informational, 2 low, 3 medium, 4 high, 5 critical. Something that leaked and works is the one that is critical. */
const severities: Readonly<Record<DecidingReason, 1 | 2 | 3 | 4 | 5>> = {
  LEAK_ACTIVE: 5,
  LEAK_NOT_REPLACED: 4,
  PROHIBITED: 4,
  OFFBOARDED: 4,
  DORMANT: 4,
  STANDING_HIGH: 4,
  STANDING_MEDIUM: 3,
  STANDING_LOW: 2,
  POP_LONG: 2,
  POP_SHORT: 1,
  BEARER_SHORT_HIGH: 2,
  BEARER_SHORT_MEDIUM: 2,
  BEARER_SHORT_LOW: 1,
  RETIRED: 1,
}

/** What a finding says of each reason that decides a verdict. */
export const findings = Object.fromEntries(
  DecidingReason.options.map((reason) => [reason, { says: reasons[reason].label, remedy: remedies[reason], severity: severities[reason] }]),
)
