import type { ShownReason } from '@/components/tokens/detail/reasons.tsx'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { factsOf } from '@/lib/ingest/facts.ts'
import type { Contribution, ReasonCode, Verdict } from '@/lib/model/score.ts'
import { contributions } from '@/lib/score/contributions.ts'
import { reasonControls } from '@/lib/score/reason-controls.ts'
import { reasons, requiredControls } from '@/lib/score/reasons.ts'
import { score } from '@/lib/score/score.ts'
import { wouldChange, type WouldChange } from '@/lib/score/would-change.ts'

export type Explanation = {
  says: string
  reasons: readonly ShownReason[]
  changes: readonly WouldChange[]
  contributions: readonly Contribution[]
  controls: readonly { says: string; met: boolean }[]
  becomes: { verdict: Verdict; risk: number; at: Date } | null
}

const mostReasons = 5
const mostChanges = 3

/**
 * Why a token is judged as it is. What adds up (shares, reasons, what would change it) comes from the facts as they were when
 * it was scored, so that it adds up to the score that every list shows; sentences that count days count them to `now`.
 */
export function explain(token: TokenDetail, now: Date): Explanation {
  const scored = factsOf(token.sighting, token.known, token.scoredAt).facts
  const today = factsOf(token.sighting, token.known, now).facts
  const codes = score(scored).reasons
  const [deciding] = codes
  const shown = codes
    .slice(0, mostReasons)
    .map((code) => ({ code, label: reasons[code].label, says: reasons[code].says(today), references: referencesOf(code) }))
  return {
    says: reasons[deciding].says(today),
    // The deciding reason's sentence stands in the banner already.
    reasons: shown.map((reason, place) => (place === 0 ? { ...reason, says: ruleOf(token) } : reason)),
    changes: wouldChange(scored).slice(0, mostChanges),
    contributions: contributions(scored),
    controls: token.controlsRequired.map((control) => ({ says: requiredControls[control], met: !token.controlsMissing.includes(control) })),
    becomes: becomes(token),
  }
}

/** Where the rule leaves the risk, for the line of the deciding reason. */
function ruleOf({ verdict, risk, base }: TokenDetail): string {
  if (verdict === 'retired') return `It would score ${base} if it were live.`
  return risk > base ? `Its facts alone score ${base}; the verdict puts it at ${risk}.` : `Its facts score ${risk}.`
}

function referencesOf(code: ReasonCode): ShownReason['references'] {
  return reasonControls[code].map(({ framework, id, says, fits }) => ({ framework, id, says, fits }))
}

function becomes({ nextChangeAt, sighting, known, verdict, risk }: TokenDetail): Explanation['becomes'] {
  if (!nextChangeAt) return null
  const then = score(factsOf(sighting, known, nextChangeAt).facts)
  return then.verdict === verdict && then.risk === risk ? null : { verdict: then.verdict, risk: then.risk, at: nextChangeAt }
}
