import type { ReasonFacts } from '@/components/tokens/detail/reason-line.ts'
import type { ShownReason } from '@/components/tokens/detail/reasons.tsx'
import type { Judged } from '@/components/tokens/detail/verdict-sentence.ts'
import { providerName } from '@/components/tokens/fact-words.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { factsOf } from '@/lib/ingest/facts.ts'
import type { Facts } from '@/lib/model/facts.ts'
import { toldBy } from '@/lib/model/told-by.ts'
import { byTimeAlone, type TimeChange } from '@/lib/posture/by-time-alone.ts'
import { nextStep, type NextStep } from '@/lib/posture/next-step.ts'
import { reasonControls } from '@/lib/score/reason-controls.ts'
import { reasons } from '@/lib/score/reasons.ts'
import { score } from '@/lib/score/score.ts'
import { wouldChange, type WouldChange } from '@/lib/score/would-change.ts'

export type Explanation = {
  /** The facts as they were when it was scored: what adds up, adds up to the score that every list shows. */
  scored: Facts
  judged: Judged
  reasons: readonly ShownReason[]
  about: ReasonFacts
  step: NextStep
  changes: readonly WouldChange[]
  becomes: TimeChange | null
}

const mostReasons = 5
const mostChanges = 3

/**
 * Why a token is judged as it is and what to do next, for its page and its drawer. What adds up comes from the facts as they
 * were when it was scored; sentences that count days count them to `now`. `edits`: whether the viewer may state facts.
 */
export function explain(token: TokenDetail, edits: boolean, now: Date): Explanation {
  const scored = factsOf(token.sighting, token.known, token.scoredAt).facts
  const today = factsOf(token.sighting, token.known, now).facts
  const { verdict, verdictFloor, controlsMissing, reason } = token
  return {
    scored,
    judged: judgedOf(token, today, now),
    reasons: score(scored)
      .reasons.slice(0, mostReasons)
      .map((code) => ({
        code,
        label: reasons[code].label,
        references: reasonControls[code].map(({ framework, id, says, fits }) => ({ framework, id, says, fits })),
      })),
    about: aboutOf(token, today, now),
    step: nextStep(scored, { verdict, verdictFloor, controlsMissing, reason }, edits),
    changes: verdict === 'retired' ? [] : wouldChange(scored).slice(0, mostChanges),
    becomes: byTimeAlone(token),
  }
}

function judgedOf(token: TokenDetail, facts: Facts, now: Date): Judged {
  const { verdict, reason, state, kind, provider, sourceKind, sourceName, workload, sighting, expiresAt } = token
  return {
    verdict,
    reason,
    state,
    kind,
    provider,
    place: sourceKind === 'file' ? providerName(provider) : sourceName,
    facts,
    atLeastDays: atLeastDays(token, now),
    widest: widestOf(token),
    workload: workload?.name ?? null,
    leak: openLeak(token),
    reversible: sighting.disable !== undefined,
    expiresAt,
    told: toldBy(token),
    absent: { runs: token.absentRuns, first: token.missingSince, last: token.lastAbsentAt },
    required: token.controlsRequired.length,
    missing: token.controlsMissing,
    mayBeBetter: token.verdictFloor !== verdict,
    actBy: token.dueAt,
  }
}

function aboutOf(token: TokenDetail, facts: Facts, now: Date): ReasonFacts {
  return {
    facts,
    provider: token.provider,
    kind: token.kind,
    widest: widestOf(token),
    ownerName: token.owner?.name ?? null,
    workloadName: token.workload?.name ?? null,
    thirdParty: token.sighting.thirdParty ?? null,
    foundIn: openLeak(token)?.foundIn ?? null,
    atLeastDays: atLeastDays(token, now),
    expiresAt: token.expiresAt,
  }
}

function widestOf({ level, reach, widest }: TokenDetail): ReasonFacts['widest'] {
  return level && reach ? { level, reach, service: widest?.service ?? null, resource: widest?.resource ?? null } : null
}

function atLeastDays({ issuedHow, issuedAt }: TokenDetail, now: Date): number | null {
  return issuedHow === 'at-least' && issuedAt ? Math.max(0, Math.floor((now.getTime() - issuedAt.getTime()) / 86_400_000)) : null
}

const severity = { suspected: 0, confirmed: 1, abuse: 2 } as const

/** The worst leak that is still open; of equal ones the first found, since its clock has run longest. */
function openLeak({ exposures }: TokenDetail): Judged['leak'] {
  const open = exposures.filter(({ closedAt }) => closedAt === null)
  const [worst] = open.sort((one, other) => severity[other.state] - severity[one.state] || one.foundAt.getTime() - other.foundAt.getTime())
  return worst ?? null
}
