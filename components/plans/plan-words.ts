import { counted, momentInText } from '@/components/tokens/detail/text-time.ts'
import { dueDay, dueIn } from '@/components/tokens/list/due-words.ts'
import { pastWords, spanWords } from '@/components/ui/time-words.ts'
import type { PlanLine, PlanShow, TaskTab } from '@/lib/model/plan-search.ts'
import { stagesOf, type PlanStage, type PlanTokenRow, type PlanWait, type Proof } from '@/lib/model/plan.ts'
import { courseOf, type Recipe, type StepDoer } from '@/lib/model/recipe.ts'

const day = 86_400_000

/** The steps of a plan, as they are called when they are done. */
const stageWords: Readonly<Record<PlanStage, string>> = {
  draft: 'Opened',
  acknowledged: 'Acknowledged',
  replaced: 'Replacement in use',
  'cut-over': 'Cut over',
  quiet: 'Quiet',
  disabled: 'Disabled',
  deleted: 'Deleted',
  contained: 'Cut off',
  reviewed: 'Logs read',
  rescanned: 'Searched for copies',
  verified: 'Verified absent',
  cancelled: 'Cancelled',
}

/** A step of a plan in words, by the way that it follows: the one it stands at, where none is named. Without a plan: of any way. */
export function stageWord(plan: { recipe: string; stage: PlanStage } | null, stage: PlanStage = plan?.stage ?? 'draft'): string {
  return stage === 'replaced' && plan && courseOf(plan.recipe) === 'leak' ? 'Replaced' : stageWords[stage]
}

/** What its provider has shown of one token. */
export const proofWord: Readonly<Record<Proof, string>> = {
  none: 'nothing yet',
  replaced: 'replacement in use',
  'cut-over': 'cut over',
  quiet: 'quiet',
  disabled: 'disabled',
  deleted: 'deleted',
  verified: 'verified absent',
}

export const waitWord: Readonly<Record<PlanWait, string>> = {
  owner: 'owner',
  security: 'security',
  provider: 'quiet period',
  'next-sync': 'next sync',
  nobody: 'nobody',
}

export const showWord: Readonly<Record<PlanShow, string>> = {
  open: 'Open',
  late: 'Late',
  slipped: 'Slipped',
  security: 'With security',
  proof: 'Waiting for proof',
  unclaimed: 'Unclaimed',
  closed: 'Closed',
  all: 'All',
}

export const tabWord: Readonly<Record<TaskTab, string>> = {
  'to-do': 'To do',
  waiting: 'Waiting for proof',
  late: 'Overdue',
  team: 'My team’s',
  done: 'Done',
}

export const doerWord: Readonly<Record<StepDoer, string>> = { owner: 'Owner', security: 'Security', standdown: 'Standdown' }

/** How long a way takes whoever walks it: our own three sizes. A leak is cut off at once, however long the rest takes. */
export function effortWords({ id, effort }: Pick<Recipe, 'id' | 'effort'>): string {
  if (courseOf(id) === 'leak') return 'minutes to cut it off, some days for the rest'
  return { S: 'S, within a day', M: 'M, some days', L: 'L, some weeks' }[effort]
}

/** The steps as they are called while they are to be done. A plan begins with its opening done. */
const todoWords: Readonly<Record<Exclude<PlanStage, 'draft' | 'cancelled'>, string>> = {
  acknowledged: 'to be acknowledged',
  replaced: 'replacement to be used',
  'cut-over': 'to be cut over',
  quiet: 'to be quiet',
  disabled: 'to be disabled',
  deleted: 'to be deleted',
  contained: 'to be cut off',
  reviewed: 'logs to be read',
  rescanned: 'copies to be searched for',
  verified: 'absence to be verified',
}

/** The step that a plan is at, which is the one after what is done: its number and its words. A plan that is done is at its last. */
export function stepNow({ stage, recipe }: { stage: PlanStage; recipe: string }): { number: string; says: string } | null {
  if (stage === 'cancelled') return null
  const stages = stagesOf(recipe)
  const next = stages[stages.indexOf(stage) + 1]
  const number = `${next ? stages.indexOf(next) + 1 : stages.length} of ${stages.length}`
  if (!next || next === 'draft') return { number, says: stageWord({ stage, recipe }).toLowerCase() }
  return { number, says: next === 'replaced' && courseOf(recipe) === 'leak' ? 'to be replaced' : todoWords[next] }
}

/** "1 token", "12 tokens". */
export function tokensWord(count: number): string {
  return counted(count, 'token')
}

/** "14 Dec · in 3 d", for what is due; only the day once it is over. */
export function dueSays({ dueAt, closedAt }: { dueAt: Date; closedAt: Date | null }, now: Date): string {
  return closedAt ? dueDay(dueAt, now) : `${dueDay(dueAt, now)} · ${dueIn(dueAt, now)}`
}

/** What is said above a list that is cut: "The first 200 of 450, the earliest dates first." Null where all of it is shown. */
export function cutWords(shown: number, total: number, tab: TaskTab): string | null {
  if (shown >= total) return null
  return tab === 'done' ? `The newest ${shown} of ${total}.` : `The first ${shown} of ${total}, the earliest dates first.`
}

/** Whether a plan is past its date. */
export function isLate({ dueAt, closedAt }: { dueAt: Date; closedAt: Date | null }, now: Date): boolean {
  return closedAt === null && dueAt < now
}

type Dated = Pick<PlanLine, 'policyDueAt' | 'dueAt' | 'closedAt' | 'missedDueAt' | 'metAt'>

/**
 * By how much a plan ends later than policy wanted: what was agreed, and what has gone by since. A leak that was cut off too late slipped by
 * that, whatever its plan waits for now. Null where it does not.
 */
export function slipWords({ policyDueAt, dueAt, closedAt, missedDueAt, metAt }: Dated, now: Date): string | null {
  const ends = closedAt ?? (dueAt < now ? now : dueAt)
  const days = Math.floor((ends.getTime() - policyDueAt.getTime()) / day)
  const missed = missedDueAt && metAt ? metAt.getTime() - missedDueAt.getTime() : 0
  if (days > 0 && days * day >= missed) return spanWords(days * 86_400)
  // A leak is given an hour: by less than a day it is late as well.
  return missed > 0 ? spanWords(missed / 1_000) : null
}

/** What became of the date by which a leak was to be cut off: "Cut off 9 d after its date, 27 Nov." Null where it was not missed. */
export function missedWords({ missedDueAt, metAt }: Pick<Dated, 'missedDueAt' | 'metAt'>, now: Date): string | null {
  if (!missedDueAt || !metAt) return null
  return `Cut off ${spanWords((metAt.getTime() - missedDueAt.getTime()) / 1_000)} after its date, ${dueDay(missedDueAt, now)}.`
}

/** "15:00 UTC" for today, "14 Dec 15:00 UTC" for another day. */
export function clockWords(at: Date, now: Date): string {
  const moment = momentInText(at, now)
  const today = at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)
  return `${today ? moment.slice(-5) : moment} UTC`
}

type Source = { name: string; nextDueAt: Date | null; lastCompleteAt: Date | null; running: boolean }

/** When its sources are read next: "Next sync 15:00 UTC." */
export function nextSyncWords(sources: readonly Source[], now: Date): string {
  if (sources.some(({ running }) => running)) return 'A sync is running now.'
  const times = sources.flatMap(({ nextDueAt }) => nextDueAt?.getTime() ?? [])
  if (times.length === 0) return 'No sync is scheduled: ask for one, or import the next file.'
  const next = new Date(Math.min(...times))
  return next <= now ? 'The next sync is due now.' : `Next sync ${clockWords(next, now)}.`
}

/** What was last seen of the tokens that are still there: the newest use, and of how many no use is told. */
export function lastSeenWords(members: readonly PlanTokenRow[], now: Date): string | null {
  const here = members.filter(({ state }) => state === 'live' || state === 'disabled')
  if (here.length === 0) return null
  const untold = here.filter(({ lastUsedHow }) => lastUsedHow === 'not-reported').length
  if (untold === here.length) return untold === 1 ? 'its source does not report the last use' : 'their sources do not report the last use'
  const used = here.filter(({ lastUsedHow }) => lastUsedHow === 'at').toSorted((one, other) => timeOf(other) - timeOf(one))
  const newest = used[0]
  const seen = newest?.lastUsedAt ? `${newest.name} was last used ${pastWords(newest.lastUsedAt, now)}` : unusedWords(here, untold)
  return untold > 0 ? `${seen}; the last use of ${untold} of the ${here.length} tokens is not reported` : seen
}

function unusedWords(here: readonly PlanTokenRow[], untold: number): string {
  if (here.length === 1) return `${here[0]?.name} was never seen in use`
  return untold > 0 ? `${tokensWord(here.length - untold)} never seen in use` : 'none of them was ever seen in use'
}

function timeOf({ lastUsedAt }: PlanTokenRow): number {
  return lastUsedAt?.getTime() ?? 0
}

type Checked = { sources: readonly Source[]; members: readonly PlanTokenRow[]; tokens: number }

/** What came of "check now": when it was asked, whether it was read since, and what was seen of the tokens that this viewer sees. */
export function checkWords(askedAt: Date, { sources, members, tokens }: Checked, now: Date): string {
  const asked = `Asked at ${clockWords(askedAt, now)}.`
  const unseen = tokens - members.length
  if (members.length === 0 && unseen > 0) return `${asked} You do not see its tokens, nor whether they were read since.`
  const behind = sources.filter(({ lastCompleteAt }) => lastCompleteAt === null || lastCompleteAt < askedAt)
  if (behind.length > 0)
    return `${asked} ${behind.map(({ name }) => name).join(', ')} ${behind.length === 1 ? 'has' : 'have'} not been read whole since. Load this page again in a minute.`
  const seen = lastSeenWords(members, now) ?? (unseen > 0 ? 'nothing is left of those that you see' : 'nothing of it is left')
  return `${asked} Read since: ${seen}.${unseen > 0 ? ` ${tokensWord(unseen)} more, which you do not see.` : ''}`
}
