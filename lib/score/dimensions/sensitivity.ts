import type { Facts } from '../../model/facts.ts'
import { model } from '../nps-1.0.0.ts'

type Sensitive = Pick<Facts, 'sensitivity'>

/** The tier to count with; unknown counts as customer data. */
export function tierOf({ sensitivity }: Sensitive): number {
  return sensitivity === 'not-reported' ? model.sensitivity.unknownTier : sensitivity
}

/** Points 0–100 for what is behind the token: sandbox, internal, production, customer data, regulated or control plane. */
export function sensitivity(facts: Sensitive): number {
  return model.sensitivity.tiers[tierOf(facts)]!
}
