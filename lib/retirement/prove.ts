import { proofs, successorSays, type Evidence, type Proof, type Proved, type Successor, type WatchedToken } from '../model/plan.ts'
import type { Policy } from '../model/policy.ts'
import type { Recipe } from '../model/recipe.ts'

const day = 86_400_000

/** The bounds of a quiet period. That it is twice the longest pause between two uses is a choice of ours, no standard gives it. */
export type QuietPolicy = Pick<Policy, 'quietLeastDays' | 'quietMostDays'>

/** What a plan has that bears on its tokens' proofs. */
export type Asked = {
  /** When somebody said that the consumers were switched over; null before that. */
  switchedAt: Date | null
  /** Null where nobody has named one. */
  successor: Successor | null
  /** Whether something takes the token's place, and its use can be seen: what nothing uses is only switched off. */
  place: Recipe['successor']
  /** Why the successor is not what the plan's way leads to; null where it is. */
  misfit: string | null
  openedAt: Date
  quiet: QuietPolicy
}

/** What a look found of one token: how far it is proved, by what, and why it does not go on. */
export type Look = Proved & { evidence: readonly Evidence[]; refusal: string | null; cameBack: boolean }

/** Days without use after which nothing surprising is left: twice the longest pause seen, within the policy's bounds. */
export function quietDays({ longestGapDays }: Pick<WatchedToken, 'longestGapDays'>, policy: QuietPolicy): number {
  return Math.min(policy.quietMostDays, Math.max(policy.quietLeastDays, Math.ceil(2 * (longestGapDays ?? 0))))
}

/**
 * How far its source, a provider or a file, shows a token to be on its way out. What is gone or switched off is proved by that alone, however it came
 * to be; while it lives, each step needs the one before: a successor in use that is what the way leads to, no use since the switch in a complete run, the quiet
 * period. Use after the switch takes the steps back, and a token that lives again after it was off or gone has come back.
 */
export function lookAt(token: WatchedToken, before: Proved, asked: Asked): Look {
  const { proved, quietUntil, refusal, shownBy } = provedNow(token, before, asked)
  const goesOn = proved !== 'none' && rank(proved) > rank(before.proved)
  return {
    proved,
    quietUntil,
    refusal,
    cameBack: rank(before.proved) >= rank('disabled') && rank(proved) < rank('disabled'),
    evidence: goesOn && shownBy ? [{ ...shownBy, proof: proved, tokenId: token.id }] : [],
  }
}

type Found = Proved & { refusal: string | null; shownBy: Pick<Evidence, 'says' | 'runId' | 'at' | 'successorId'> | null }

function provedNow(token: WatchedToken, before: Proved, asked: Asked): Found {
  const run = token.lastComplete
  const shown = (proved: Exclude<Proof, 'none'>, says: string, more: Partial<Found> = {}): Found => ({
    proved,
    quietUntil: before.quietUntil,
    refusal: null,
    shownBy: { says, runId: run?.id ?? null, at: run?.at ?? null },
    ...more,
  })
  if (token.absentRuns >= 2) return shown('verified', 'absent in two complete syncs')
  if (token.deadRuns >= 2) return shown('verified', `shown as ${token.state} in two complete syncs`)
  if (token.absentRuns === 1 || token.state === 'gone') return shown('deleted', 'absent in a complete sync')
  if (token.state === 'revoked' || token.state === 'expired') return shown('deleted', `shown as ${token.state}`)
  if (token.state === 'disabled') return shown('disabled', 'shown as disabled')
  return whileItLives(token, asked, shown)
}

function whileItLives(token: WatchedToken, { switchedAt, successor, place, misfit, openedAt, quiet }: Asked, shown: Shown): Found {
  const nothing = (refusal: string | null): Found => ({ proved: 'none', quietUntil: null, refusal, shownBy: null })
  if (place === 'seen') {
    if (!successor) return nothing(switchedAt ? 'Nobody has named what takes its place, so the switch is not proved.' : null)
    if (successor.isGone) return nothing(`${successorSays(successor)}, which takes its place, is not there any more.`)
    if (misfit) return nothing(misfit)
    if (!successor.lastUsedAt)
      return nothing(switchedAt ? `${successorSays(successor)} has never been used, so the switch is not proved.` : null)
  }
  // The use of what takes its place is told by no provider: only the old one's silence shows it, and that begins with the switch.
  if (place === 'unseen' && !switchedAt) return nothing(null)
  const replaced = inUse(successor, place, shown)
  // Where nothing takes its place, it is over from the moment the plan was opened.
  const since = switchedAt ?? (place === 'nothing' ? openedAt : null)
  if (!since) return replaced
  const run = token.lastComplete
  if (token.lastUsed === 'not-reported')
    return {
      ...replaced,
      refusal: 'Its source does not tell when it was last used. Disable it: that it stays unused cannot be shown before.',
    }
  const used = typeof token.lastUsed === 'object' && 'at' in token.lastUsed ? token.lastUsed : null
  if (used && used.at > since) {
    const by = used.service ? ` by ${used.service}` : ''
    return { ...replaced, refusal: `It was used${by} on ${dayOf(used.at)}, after the switch on ${dayOf(since)}. Something still uses it.` }
  }
  // Only a sync that began after the switch can say that there was no use since.
  if (!run || run.at <= since) return replaced
  const days = quietDays(token, quiet)
  const quietUntil = new Date(since.getTime() + days * day)
  const cutOver = shown('cut-over', `not used since ${dayOf(since)}`, { quietUntil })
  if (run.at < quietUntil) return cutOver
  return shown('quiet', `not used for ${days} days after ${dayOf(since)}`, { quietUntil })
}

type Shown = (proof: Exclude<Proof, 'none'>, says: string, more?: Partial<Found>) => Found

function inUse(successor: Successor | null, place: Asked['place'], shown: Shown): Found {
  const found = shown('replaced', replacedBy(successor, place), { quietUntil: null })
  return successor?.lastUsedAt && found.shownBy ? { ...found, shownBy: { ...found.shownBy, successorId: successor.id } } : found
}

function replacedBy(successor: Successor | null, place: Asked['place']): string {
  if (successor?.lastUsedAt) return `${successorSays(successor)} was used on ${dayOf(successor.lastUsedAt)}`
  return place === 'nothing'
    ? 'nothing has to take its place'
    : 'the use of what takes its place is not reported; the old one’s silence shows it'
}

/** The place of a proof among the others. */
export function rank(proof: Proof): number {
  return proofs.indexOf(proof)
}

function dayOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
