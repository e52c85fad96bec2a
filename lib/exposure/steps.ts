import {
  worksNow,
  type LeakedToken,
  type LeakLine,
  type LeakSaid,
  type LeakState,
  type LeakStep,
  type Said,
  type StepShown,
} from '../model/leak.ts'
import { shownAs, tellerOpens, tellerWords, type ToldBy } from '../model/told-by.ts'
import { isContained, isDeleted, type Seen } from '../model/token-off.ts'

type Known = Pick<LeakLine, 'token' | 'replaced' | 'reviewed' | 'rescanned' | 'closed' | 'toldAt'>

/** How a leak stands. What its provider shows decides; a leak whose token works again is live, whatever was closed. */
export function stateOf({ token, closed }: Pick<LeakLine, 'token' | 'closed'>): LeakState {
  if (closed?.because === 'not-ours') return 'not-ours'
  if (closed && token?.state !== 'live') return 'closed'
  if (closed?.because === null) return 'closed'
  if (!token) return 'unmatched'
  return token.state === 'live' ? 'live' : 'contained'
}

/** Which steps are done. A leak's page and the plan of its token both go by this: what closes a step of one closes it of the other. */
export function doneSteps(token: Seen, { replaced, reviewed, rescanned }: LeakSaid): ReadonlySet<LeakStep> {
  return new Set<LeakStep>([
    ...(isContained(token) ? (['contain'] as const) : []),
    ...(replaced ? (['replace'] as const) : []),
    ...(isDeleted(token) ? (['delete'] as const) : []),
    ...(reviewed ? (['review'] as const) : []),
    ...(rescanned ? (['rescan'] as const) : []),
  ])
}

/**
 * The steps of a leak. Contained and deleted are what its provider shows, never what somebody says; replaced is what a plan proved or a
 * person states with what shows it; the review of logs and the rescan are a person's alone.
 */
export function stepsOf(leak: Known): readonly StepShown[] {
  return [contain(leak), replace(leak), remove(leak), review(leak), rescan(leak)]
}

const nobody = 'Which token it is of is not known: match it first.'

function contain({ token }: Known): StepShown {
  const step = 'contain'
  if (!token) return { step, state: 'open', says: nobody }
  if (token.state === 'live')
    return {
      step,
      state: 'open',
      says: `${opened(shownAs(token.told, token.told.by === 'file' ? 'live' : 'as live'))}: whoever has it can use it.`,
    }
  if (!isContained(token)) return { step, state: 'open', says: 'It was absent once, which is not yet proof: the second complete sync is.' }
  return {
    step,
    state: 'done',
    at: offSince(token),
    by: token.told.by,
    who: null,
    says: `${offSays(token.state, token.told)}${firstSays(token)}`,
  }
}

/** Since when it is off; null where nobody can say. */
function offSince({ offAt, offAtFirst }: LeakedToken): Date | null {
  return offAtFirst ? null : offAt
}

function firstSays({ offAtFirst }: LeakedToken): string {
  return offAtFirst ? ' It was off already when it was first seen: since when is not known.' : ''
}

function offSays(state: Exclude<LeakedToken['state'], 'live'>, told: ToldBy): string {
  switch (state) {
    case 'disabled':
      return `${opened(shownAs(told, 'switched off'))}. It can be switched on again.`
    case 'expired':
      return `It has expired, as ${tellerWords(told)} says.`
    case 'revoked':
      return `${opened(shownAs(told, 'revoked'))}.`
    case 'gone':
      return told.by === 'file' ? 'No file that covers everything lists it any more.' : 'Its provider does not list it any more.'
  }
}

function absentTwice({ by }: ToldBy): string {
  return by === 'file' ? 'It was absent in two complete imports.' : 'It was absent in two complete syncs.'
}

function replace({ token, replaced }: Known): StepShown {
  const step = 'replace'
  if (replaced) return replaced.by === null ? { ...stated(step, replaced), by: 'plan' } : stated(step, replaced)
  return { step, state: 'open', says: token ? 'Nothing shows that something else does its work, or that nothing has to.' : nobody }
} // prettier-ignore

function remove({ token }: Known): StepShown {
  const step = 'delete'
  if (!token) return { step, state: 'open', says: nobody }
  if (!isDeleted(token) && token.state !== 'gone')
    return { step, state: 'open', says: `${tellerOpens(token.told)} ${token.told.by === 'file' ? 'lists it' : 'still lists it'}.` }
  if (!isDeleted(token)) return { step, state: 'open', says: 'It was absent in one complete sync; the second one proves it.' }
  const says = token.state === 'revoked' || token.state === 'expired' ? offSays(token.state, token.told) : absentTwice(token.told)
  return { step, state: 'done', at: offSince(token), by: token.told.by, who: null, says }
}

/** A sentence begins with a capital. */
function opened(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function review({ reviewed }: Known): StepShown {
  if (reviewed) return stated('review', reviewed)
  return { step: 'review', state: 'open', says: 'Nobody has read the logs since it leaked for whoever else used it.' }
}

/** A later report that finds it again takes nothing back, but says so. */
function rescan({ rescanned, toldAt }: Known): StepShown {
  const step = 'rescan'
  if (!rescanned) return { step, state: 'open', says: 'Nobody has looked whether it lies anywhere else.' }
  const again = toldAt > rescanned.at ? ' A later report found it again.' : ''
  const done = stated(step, rescanned)
  return { ...done, says: `${done.says}${again}` }
}

function stated(step: LeakStep, { at, by, note }: Said): Extract<StepShown, { state: 'done' }> {
  return { step, state: 'done', at, by: 'person', who: by, says: note ?? '' }
}

/**
 * The clock of a leak: how long since it was found, and whether it still runs. Of a token only its provider's proof stops it, at the
 * moment that the time to revoke goes by: until that is known it runs. Null where it does not apply: of what is not ours, and of what is
 * nobody's and was found not to work.
 */
export function clockOf(
  { token, foundAt, closed, stillValid }: Pick<LeakLine, 'token' | 'foundAt' | 'closed' | 'stillValid'>,
  now: Date,
): { seconds: number; runs: boolean } | null {
  if (closed?.because === 'not-ours') return null
  if (!token && worksNow({ token, stillValid }) === 'no') return null
  const off = token && token.state !== 'live' ? token.offAt : null
  // Off when it was first seen, or away for good, and nobody can say since when: the clock stands still at nothing that could be named.
  if (off && token?.offAtFirst) return null
  if (token?.state === 'gone' && token.absentRuns >= 2 && !off) return null
  const end = off ?? now
  return { seconds: Math.max(0, Math.floor((end.getTime() - foundAt.getTime()) / 1_000)), runs: off === null }
}
