import { ExposureState } from '../model/facts.ts'
import { dueNames, type DueName } from '../model/policy-fields.ts'
import { asDelivered } from '../model/policy.ts'
import { DecidingReason, Verdict } from '../model/score.ts'
import { dueRules } from './due-rules.ts'

/** Which filters of the inventory find the tokens that one time of a policy is for. */
export type DueList = { verdict: readonly Verdict[]; reason: readonly DecidingReason[]; exposure: readonly ExposureState[] }

/**
 * The list of the tokens that a time is for; null where no filters ask for just those: the inventory has none for controls that are
 * missing, and cannot ask for another exposure beside each reason. An empty filter asks for any.
 */
export function dueList(name: DueName): DueList | null {
  const rules = dueRules(asDelivered).filter((rule) => rule.name === name)
  const [verdict, reason, exposure] = [
    Verdict.options.filter((value) => rules.some((rule) => rule.verdict === value)),
    DecidingReason.options.filter((value) => rules.some((rule) => rule.reason === value)),
    ExposureState.options.filter((value) => rules.some((rule) => rule.exposure === value)),
  ]
  // Twice: with controls missing and without.
  if (rules.length !== 2 * verdict.length * reason.length * exposure.length) return null
  return { verdict, reason, exposure: exposure.length === ExposureState.options.length ? [] : exposure }
}

/** The times of a policy whose tokens no list can be asked for. */
export const unlisted: readonly DueName[] = dueNames.filter((name) => dueList(name) === null)
