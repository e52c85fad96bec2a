import type { Change } from '../model/change.ts'
import type { Json } from '../model/json.ts'
import type { Standing } from '../model/stated-fact.ts'
import type { Assessed, Before } from '../model/token.ts'
import { canonical } from '../model/observed.ts'

const day = 86_400_000
/** Use is an event when idle time crosses one of these (days), not at every sync: the steps that the score knows. */
const idleSteps = [45, 90] as const

/** What happened between two looks at a token. Nothing for a token that is as it was; a first look is one change. */
export function changesOf(before: Before | null, after: Assessed): Change[] {
  if (!before) return [{ kind: 'first-seen', detail: { verdict: after.score.verdict, risk: after.score.risk } }]
  return [
    ...stateChanges(before, after),
    ...factChanges(before, after),
    ...statementChanges(before, after),
    ...assignmentChanges(before, after),
    ...verdictChange(before, after),
  ]
}

/**
 * Whether the change belongs in the history: anything that a report as of a past date would show. A use alone does not. What
 * requirements are judged by is the vector, so that it counts even where verdict, risk and base stand still. It names steps and not
 * days, so that a life in use costs a dozen rows at most, and each return from a silence one more.
 */
export function matters(before: Before | null, after: Assessed): boolean {
  if (!before) return true
  return (
    before.state !== after.state ||
    before.verdict !== after.score.verdict ||
    before.risk !== after.score.risk ||
    before.base !== after.score.base ||
    before.vector !== after.score.vector ||
    before.ownerId !== after.ownerId ||
    before.workloadId !== after.workloadId ||
    before.exposure !== after.facts.exposure ||
    before.statedFacts.join() !== after.statedFacts.join() ||
    canonical({ ...before.sighting, lastUsed: null, evidence: null }) !== canonical({ ...after.sighting, lastUsed: null, evidence: null })
  )
}

function stateChanges(before: Before, after: Assessed): Change[] {
  if (before.state === after.state) return []
  const detail = { from: before.state, to: after.state }
  if (after.state === 'gone') return [{ kind: 'gone', detail }]
  const returned: Change[] = before.state === 'gone' ? [{ kind: 'returned', detail }] : []
  // An expired token that lives again was not switched on by anybody: its expiry moved.
  if (after.state === 'live') return returned.length ? returned : [{ kind: before.state === 'expired' ? 'renewed' : 'enabled', detail }]
  return [...returned, { kind: after.state, detail }]
}

function factChanges(before: Before, after: Assessed): Change[] {
  const [was, is] = [before.sighting, after.sighting]
  const changes: Change[] = []
  if (was.name !== is.name) changes.push({ kind: 'renamed', detail: { from: was.name, to: is.name } })
  if (was.issuedAt instanceof Date && is.issuedAt instanceof Date && is.issuedAt > was.issuedAt)
    changes.push({ kind: 'rotated', detail: { from: was.issuedAt.toISOString(), to: is.issuedAt.toISOString() } })
  if (canonical({ it: was.expires }) !== canonical({ it: is.expires }))
    changes.push({ kind: 'expiry-changed', detail: { from: asJson(was.expires), to: asJson(is.expires) } })
  if (was.binding !== is.binding || was.popVerified !== is.popVerified)
    changes.push({ kind: 'binding-changed', detail: { from: was.binding, to: is.binding } })
  const use = renewedUse(before, after)
  if (use) changes.push(use)
  const scope = scopeChange(before, after)
  if (scope) changes.push(scope)
  return changes
}

/** Statements that counted and do not any more, though nobody took them back: past their review, or the provider reports it now. */
function statementChanges(before: Before, after: Assessed): Change[] {
  const ended = after.stated.filter(({ fact, standing }) => standing !== 'counts' && before.statedFacts.includes(fact))
  const having = (standing: Standing) => ended.filter((statement) => statement.standing === standing).map(({ fact }) => fact)
  const [lapsed, reported] = [having('lapsed'), having('reported')]
  return [
    ...(lapsed.length > 0 ? [{ kind: 'fact-lapsed' as const, detail: { facts: lapsed } }] : []),
    ...(reported.length > 0 ? [{ kind: 'fact-reported' as const, detail: { facts: reported } }] : []),
  ]
}

/** A first use, or a use after a silence that had crossed a step. */
function renewedUse(before: Before, after: Assessed): Change | null {
  const [was, is] = [before.sighting.lastUsed, after.sighting.lastUsed]
  if (typeof is === 'string' || !('at' in is)) return null
  const detail = { at: is.at.toISOString(), service: is.service ?? null }
  if (typeof was === 'string') return was === 'never' ? { kind: 'used', detail } : null
  const since = 'at' in was ? was.at : was.notSince
  const silent = (is.at.getTime() - since.getTime()) / day
  return silent > idleSteps[0] ? { kind: 'used', detail: { ...detail, afterDays: Math.floor(silent) } } : null
}

/** Wider or narrower by the worst grant; else changed where what is stated changed but not how far it goes. */
function scopeChange(before: Before, after: Assessed): Change | null {
  if (canonical({ it: before.sighting.permissions }) === canonical({ it: after.sighting.permissions })) return null
  const [level, reach] = [after.breadth?.level ?? null, after.breadth?.reach ?? null]
  const detail = { from: { level: before.level, reach: before.reach }, to: { level, reach } }
  const width = (one: number | null, other: number | null) => (one === null || other === null ? 7 * 5 : one * 5 + other)
  const difference = width(level, reach) - width(before.level, before.reach)
  if (difference > 0) return { kind: 'scope-widened', detail }
  return { kind: difference < 0 ? 'scope-narrowed' : 'permissions-changed', detail }
}

function assignmentChanges(before: Before, after: Assessed): Change[] {
  const changes: Change[] = []
  if (before.ownerId !== after.ownerId)
    changes.push({ kind: 'owner-changed', detail: { from: before.ownerId, to: after.ownerId, how: after.ownerHow } })
  if (before.workloadId !== after.workloadId)
    changes.push({ kind: 'workload-changed', detail: { from: before.workloadId, to: after.workloadId, how: after.workloadHow } })
  if (before.exposure !== after.facts.exposure)
    changes.push({
      kind: after.facts.exposure === 'none' ? 'exposure-closed' : 'exposed',
      detail: { from: before.exposure, to: after.facts.exposure },
    })
  return changes
}

function verdictChange(before: Before, after: Assessed): Change[] {
  if (before.verdict === after.score.verdict) return []
  return [{ kind: 'verdict-changed', detail: { from: before.verdict, to: after.score.verdict, reason: after.score.reasons[0] } }]
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}
