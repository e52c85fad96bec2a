import { ExposureState } from '../model/facts.ts'
import type { DuePolicy, DueRule } from '../model/policy.ts'
import { hoursOf } from '../model/policy-fields.ts'
import { DecidingReason, Verdict } from '../model/score.ts'
import { dueName } from './act-by.ts'

/** A policy's times for everything that presses, as a table: so that many due dates can be counted at once by the one rule. */
export function dueRules(policy: DuePolicy): DueRule[] {
  return Verdict.options.flatMap((verdict) =>
    DecidingReason.options.flatMap((reason) =>
      ExposureState.options.flatMap((exposure) =>
        [false, true].flatMap((missing) => {
          const name = dueName({ verdict, reason, exposure, controlsMissing: missing ? 1 : 0 })
          return name ? [{ verdict, reason, exposure, missing, name, hours: hoursOf(policy, name) }] : []
        }),
      ),
    ),
  )
}
