import type { PlanDetail } from '@/lib/model/plan-search.ts'
import type { PlanTokenRow } from '@/lib/model/plan.ts'

/** A plan of one token that its owner has acknowledged, for tests. */
export function plan(with_: Partial<PlanDetail> = {}): PlanDetail {
  return {
    id: 'plan',
    title: 'billing-export',
    recipe: 'aws.access-key.to-role',
    stage: 'acknowledged',
    waitingOn: 'owner',
    refusal: null,
    blocked: null,
    paused: false,
    tokens: 1,
    some: 'billing-export',
    worstVerdict: 'standing-privilege',
    riskLeft: 60,
    ownerId: 'ana',
    ownerName: 'Ana',
    teamName: 'Payments',
    policyDueAt: at('2026-12-14T12:00'),
    dueAt: at('2026-12-14T12:00'),
    proposedDueAt: null,
    acknowledgedAt: at('2026-11-28T09:00'),
    offeredTo: null,
    offeredToName: null,
    reopenedAt: null,
    closedAt: null,
    missedDueAt: null,
    metAt: null,
    version: 1,
    openedAt: at('2026-11-27T09:00'),
    openedBy: 'Sec',
    acknowledgedBy: 'Ana',
    proposedBy: null,
    proposedById: null,
    proposedReason: null,
    offeredBy: null,
    disowned: null,
    switchedAt: null,
    switchedBy: null,
    lookedAt: at('2026-11-30T09:00'),
    successor: null,
    members: [member()],
    sources: [{ id: 'aws', name: 'AWS', nextDueAt: at('2026-11-30T15:00'), lastCompleteAt: at('2026-11-30T09:00'), running: false }],
    proved: [],
    leaks: [],
    checkedAt: null,
    offerSaid: null,
    events: [],
    ...with_,
  }
}

/** A token of it that lives, and was used an hour before noon on 30 Nov 2026. */
export function member(with_: Partial<PlanTokenRow> = {}): PlanTokenRow {
  return {
    id: 'token',
    name: 'billing-export',
    kind: 'aws.access-key',
    displayId: 'AKIA…7Q2X',
    state: 'live',
    verdict: 'standing-privilege',
    risk: 60,
    sourceId: 'aws',
    sourceName: 'AWS',
    lastUsedAt: at('2026-11-30T11:00'),
    lastUsedHow: 'at',
    absentRuns: 0,
    riskAtOpening: 60,
    proved: 'none',
    quietUntil: null,
    ...with_,
  }
}

/** An instant in UTC, to the minute. */
export function at(minute: string): Date {
  return new Date(`${minute}:00Z`)
}
