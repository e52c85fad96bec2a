import type { Issue } from '../model/app-error.ts'
import { exceptionKinds, type ExceptedToken, type ExceptionControl, type ExceptionEnd, type ExceptionKind } from '../model/exception.ts'
import { evidenceDays } from '../model/evidence.ts'
import type { Policy } from '../model/policy.ts'
import { wordsOf } from '../model/policy-fields.ts'
import type { ControlType } from '../model/sighting.ts'
import type { Viewer } from '../model/viewer.ts'

const day = 86_400_000
/** What every exception rests on while it holds: nobody accepts a token that cannot be watched or cut off. */
export const controlsRequired: Readonly<Record<ExceptionKind, readonly ControlType[]>> = {
  ordinary: ['network', 'monitoring', 'revocation'],
  // Sealed, monitored, and its revocation tested.
  'break-glass': ['vaulting', 'monitoring', 'revocation'],
  seasonal: ['vaulting', 'monitoring', 'revocation'],
}

export type Asked = {
  kind: ExceptionKind
  endsAt: Date
  retirementAt: Date
  tokens: readonly ExceptedToken[]
  controls: readonly Pick<ExceptionControl, 'type' | 'evidencedAt'>[]
  /** How many times it was renewed before. */
  renewals: number
}

/** Why an exception cannot be asked for; none where it can. What lacks is named by the field it belongs to. */
export function refusalsOf(
  { kind, endsAt, retirementAt, tokens, controls, renewals }: Asked,
  now: Date,
  policy: Pick<Policy, 'exceptionDays'>,
): Issue[] {
  const issues: Issue[] = []
  if (renewals > 1)
    issues.push({ where: 'renewal', what: 'An exception is renewed once. Retire the token, or ask again when something has changed.' })
  if (endsAt <= now) issues.push({ where: 'endsAt', what: 'The end is ahead of us. Use a later day.' })
  const tooLong = holdsTooLong(endsAt, now, policy)
  if (tooLong) issues.push({ where: 'endsAt', what: tooLong })
  if (retirementAt <= now) issues.push({ where: 'retirementAt', what: 'The retirement is ahead of us. Use a later day.' })
  if (retirementAt.getTime() > now.getTime() + 366 * day)
    issues.push({ where: 'retirementAt', what: 'Within a year: an exception is no place to keep a token.' })
  if (tokens.length === 0) issues.push({ where: 'tokens', what: 'Choose a token.' })
  for (const token of tokens) {
    const refusal = refusalOf(kind, token)
    if (refusal) issues.push({ where: 'tokens', what: `${token.name}: ${refusal}` })
  }
  for (const type of controlsRequired[kind]) {
    const shown = controls.find((control) => control.type === type)
    if (!shown) issues.push({ where: `control-${type}`, what: 'It rests on this control. Say what shows that it is there.' })
    else if (shown.evidencedAt > now) issues.push({ where: `control-${type}`, what: 'Evidence cannot be from the future.' })
    else if (now.getTime() - shown.evidencedAt.getTime() > evidenceDays * day)
      issues.push({ where: `control-${type}`, what: `This evidence is older than ${evidenceDays} days. Test it again.` })
  }
  return issues
}

/** Why an exception cannot hold until then; null where it can. Asked again when it is approved: the policy may be another by then. */
export function holdsTooLong(endsAt: Date, now: Date, { exceptionDays }: Pick<Policy, 'exceptionDays'>): string | null {
  return endsAt.getTime() > now.getTime() + exceptionDays * day ? `At most ${wordsOf('exceptionDays', exceptionDays)} from now.` : null
}

/** Why this token cannot be accepted for a time; null where it can. */
export function refusalOf(
  kind: ExceptionKind,
  { verdict, reason, isExposed }: Pick<ExceptedToken, 'verdict' | 'reason' | 'isExposed'>,
): string | null {
  if (isExposed) return 'it leaked. An exception cannot cover a leaked token.'
  if (verdict === 'revoke-now') {
    if (reason !== 'DORMANT') return 'an exception cannot cover a revoke-now token.'
    return kind === 'ordinary' ? 'it is unused. Only a registered break-glass or seasonal token may lie unused.' : null
  }
  if (verdict === 'standing-privilege' || verdict === 'acceptable-with-controls') return null
  return 'it needs no exception.'
}

/** The kinds of exception that a token may have; none where it can have no exception. */
export function kindsFor(token: ExceptedToken): ExceptionKind[] {
  return exceptionKinds.filter((kind) => refusalOf(kind, token) === null)
}

/** Why no exception can be asked for that covers all of these; null where one can. They are those of a plan that are alive. */
export function mayNotAsk(
  tokens: readonly (Pick<ExceptedToken, 'name' | 'verdict' | 'reason' | 'isExposed'> & { hasException: boolean })[],
): string | null {
  if (tokens.length === 0) return 'None of its tokens is alive.'
  const taken = tokens.find(({ hasException }) => hasException)
  if (taken) return `${taken.name} has an exception already, or one was asked for.`
  const byKind = exceptionKinds.map((kind) =>
    tokens.flatMap((token) => {
      const refusal = refusalOf(kind, token)
      return refusal ? [`${token.name}: ${refusal}`] : []
    }),
  )
  // Of the kind that comes nearest.
  return byKind.toSorted((one, other) => one.length - other.length)[0]?.[0] ?? null
}

/** Who asked for an exception, who owns what it covers, and whether it renews another. */
export type Parties = { requestedById: string; ownerIds: readonly (string | null)[]; isRenewal: boolean }

/** Why this person may not decide on it; null where they may. Whoever asked and whoever owns a token of it are out; a renewal is for a higher role. */
export function mayNotDecide(
  { requestedById, ownerIds, isRenewal }: Parties,
  decider: Pick<Viewer, 'id' | 'selfIds' | 'role'>,
): string | null {
  if (decider.id === requestedById) return 'You asked for this, so someone else must decide.'
  if (ownerIds.some((id) => id !== null && decider.selfIds.includes(id))) return 'You own a token of this, so someone else must decide.'
  if (isRenewal && decider.role !== 'admin') return 'This renews an exception, so an administrator must decide.'
  return null
}

/** Why nobody may approve it, whoever they are: it rests on a control that nothing shows any more. Null where each is shown. */
export function mayNotApprove(
  { kind, controls }: { kind: ExceptionKind; controls: readonly Pick<ExceptionControl, 'type' | 'expiresAt'>[] },
  now: Date,
): string | null {
  const shown = controlsRequired[kind].map((type) => controls.find((control) => control.type === type))
  if (shown.includes(undefined)) return 'A control that it rests on is not shown. Refuse it; it can be asked for again with evidence.'
  if (shown.some((control) => control && control.expiresAt <= now))
    return 'The evidence of a control it rests on is out of date. Refuse it; it can be asked for again once that is tested.'
  return null
}

/** What ends an exception that holds, as its tokens and the day are now; null where it goes on. A leak voids it at once. */
export function endOf(
  { kind, endsAt, tokens }: { kind: ExceptionKind; endsAt: Date; tokens: readonly (ExceptedToken & { isGone: boolean })[] },
  now: Date,
): ExceptionEnd | null {
  const here = tokens.filter(({ isGone }) => !isGone)
  if (here.length === 0) return 'retired'
  if (here.some(({ isExposed }) => isExposed)) return 'leak'
  if (endsAt <= now) return 'expired'
  return here.some((token) => token.verdict === 'revoke-now' && refusalOf(kind, token) !== null) ? 'revoke-now' : null
}

/** Whether what it rests on is out of date, though it holds: such are listed until somebody shows it again. */
export function isStale(controls: readonly Pick<ExceptionControl, 'expiresAt'>[], now: Date): boolean {
  return controls.some(({ expiresAt }) => expiresAt <= now)
}
