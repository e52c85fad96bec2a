import type { Facts } from '../model/facts.ts'
import type { Breadth, Level, Reach } from '../model/grant.ts'
import type { Verdict } from '../model/score.ts'
import { grantsOf } from './dimensions/scope.ts'
import { verdictRank } from './queue-key.ts'
import { outcomeOf } from './score.ts'

export type WouldChange = { change: string; verdict: Verdict; risk: number }

/** A change as the facts would show it, or null where it changes nothing or cannot be said of this token. */
type Change = (facts: Facts) => { change: string; facts: Facts } | null

const day = 86_400
const worthPoints = 5

/** The order in which changes of equal effect are listed: the cheap and certain first. */
const changes: readonly Change[] = [
  assignOwner,
  rotate,
  live(366 * day),
  live(90 * day),
  live(day),
  live(3_600),
  oneLevelLess,
  oneReachLess,
  readOnly,
  contain,
  allControls,
  bind('pop-app'),
  bind('pop-mtls'),
  revokeAndReplace,
]

/**
 * Single changes that would better the verdict or take at least five points off the risk, best first: by verdict, then
 * risk, then the order of the list above. A dozen scorings; nothing is combined.
 */
export function wouldChange(facts: Facts): WouldChange[] {
  const now = outcomeOf(facts)
  const better: WouldChange[] = []
  for (const tryOn of changes) {
    const tried = tryOn(facts)
    if (tried === null || better.some(({ change }) => change === tried.change)) continue
    const { verdict, risk } = outcomeOf(tried.facts)
    if (verdictRank(verdict) < verdictRank(now.verdict) || now.risk - risk >= worthPoints)
      better.push({ change: tried.change, verdict, risk })
  }
  return better.sort((one, other) => verdictRank(one.verdict) - verdictRank(other.verdict) || one.risk - other.risk)
}

function assignOwner(facts: Facts): ReturnType<Change> {
  return facts.owner === 'assigned' ? null : { change: 'owner = assigned', facts: { ...facts, owner: 'assigned' } }
}

function rotate(facts: Facts): ReturnType<Change> {
  return facts.ageDays === 0 ? null : { change: 'ageDays = 0', facts: { ...facts, ageDays: 0 } }
}

/** A shorter life also means that the secret cannot be older than that. */
function live(seconds: number): Change {
  return (facts) => {
    const { ttlSeconds, ageDays } = facts
    if (typeof ttlSeconds === 'number' && ttlSeconds > 0 && ttlSeconds <= seconds) return null
    const oldest = Math.floor(seconds / day)
    const age = ageDays === 'not-reported' ? oldest : Math.min(ageDays, oldest)
    return { change: `ttlSeconds <= ${seconds}`, facts: { ...facts, ttlSeconds: seconds, ageDays: age } }
  }
}

function oneLevelLess(facts: Facts): ReturnType<Change> {
  const most = Math.max(...grantsOf(facts).map(({ level }) => level))
  return most === 1 ? null : capped(facts, 'level', most - 1)
}

function oneReachLess(facts: Facts): ReturnType<Change> {
  const most = Math.max(...grantsOf(facts).map(({ reach }) => reach))
  return most === 1 ? null : capped(facts, 'reach', most - 1)
}

function readOnly(facts: Facts): ReturnType<Change> {
  return grantsOf(facts).every(({ level }) => level <= 3) ? null : capped(facts, 'level', 3)
}

/** Every grant cut down to a level or a reach. Rights that nobody knows cannot be cut: they have to be found out first. */
function capped(facts: Facts, what: 'level' | 'reach', most: number): ReturnType<Change> {
  if (facts.scope === 'not-reported') return null
  const scope = grantsOf(facts).map(({ level, reach }): Breadth =>
    what === 'level' ? { level: Math.min(level, most) as Level, reach } : { level, reach: Math.min(reach, most) as Reach },
  )
  return { change: `scope.${what} <= ${most}`, facts: { ...facts, scope } }
}

function contain(facts: Facts): ReturnType<Change> {
  const { networkConfined, monitored, revocationMinutes } = facts.controls
  if (networkConfined && monitored && revocationMinutes !== null && revocationMinutes <= 15) return null
  const controls = { ...facts.controls, networkConfined: true, monitored: true, revocationMinutes: Math.min(revocationMinutes ?? 15, 15) }
  return { change: 'controls: network, revocation <= 15 min, monitoring', facts: { ...facts, controls } }
}

function allControls(facts: Facts): ReturnType<Change> {
  const contained = contain(facts)?.facts ?? facts
  if (contained === facts && facts.controls.secretScanning) return null
  return { change: 'controls: all', facts: { ...contained, controls: { ...contained.controls, secretScanning: true } } }
}

function bind(binding: 'pop-app' | 'pop-mtls'): Change {
  return (facts) => ({ change: `binding = ${binding}, verified`, facts: { ...facts, binding, popVerified: true } })
}

function revokeAndReplace(facts: Facts): ReturnType<Change> {
  if (facts.exposure === 'none') return null
  return { change: 'revoked and replaced', facts: { ...facts, revoked: true, replaced: true } }
}
