import type { Weights } from './weigh.ts'
import { side } from './weigh.ts'
import type { Outcome } from './score.ts'

/** The order factors are listed in, and in which equal remainders are served. */
export const factors = [
  'binding',
  'ttl',
  'age',
  'staleness',
  'reuse',
  'storage',
  'thirdParty',
  'agent',
  'owner',
  'cap',
  'controls',
  'scope',
  'sensitivity',
  'rounding',
  'verdict-floor',
] as const
export type Factor = (typeof factors)[number]

/** One factor's part of the risk in tenths of a point, whole, so that parts add up without a rounding of their own. */
export type Share = { factor: Factor; tenths: number }

/** Basis points times basis points that make a tenth of a point. */
const perTenth = 400_000

const impactFactors: ReadonlySet<Factor> = new Set(['scope', 'sensitivity'])

/**
 * Splits a risk among its factors so that the parts sum to it exactly. The base is bilinear in its two sides, so each
 * factor's Shapley value is closed-form: its basis points times (10000 + the other side). Each is floored to a tenth, and
 * the tenths still missing up to the base go one each to the largest remainders (ties in factor order). What cannot be
 * placed that way, as the base is whole points, is the `rounding` line; `verdict-floor` leads from the base to the risk.
 */
export function sharesOf({
  weights,
  replay,
  impact,
  base,
  risk,
}: Pick<Outcome, 'weights' | 'replay' | 'impact' | 'base' | 'risk'>): Share[] {
  const parts = factors
    .filter((factor): factor is Factor & keyof Weights => factor in weights && weights[factor as keyof Weights] !== 0)
    .map((factor) => {
      const exact = weights[factor] * (side + (impactFactors.has(factor) ? replay : impact))
      const tenths = Math.floor(exact / perTenth)
      return { factor: factor as Factor, tenths, remainder: exact - tenths * perTenth }
    })
  let missing = base * 10 - parts.reduce((sum, { tenths }) => sum + tenths, 0)
  // Array sort is stable, so equal remainders keep the factor order.
  for (const part of [...parts].sort((one, other) => other.remainder - one.remainder)) {
    if (missing <= 0 || part.remainder === 0) break
    part.tenths += 1
    missing -= 1
  }
  const shares: Share[] = parts.map(({ factor, tenths }) => ({ factor, tenths }))
  shares.push({ factor: 'rounding', tenths: missing }, { factor: 'verdict-floor', tenths: (risk - base) * 10 })
  return shares.filter(({ tenths }) => tenths !== 0)
}
