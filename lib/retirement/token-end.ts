import type { TokenEndRow } from '../model/ticket.ts'

type Tied = Pick<TokenEndRow, 'kind' | 'at' | 'key' | 'category' | 'status' | 'goneAt' | 'endedAt'>

/** When what a token ends with has ended, and how that is known. */
export type Ended = { at: Date; says: string }

/**
 * Whether what a token ends with has ended by now. A date does by itself; an issue when its tracker says that it is done, and not when it
 * cannot be seen any more, as nobody can say then; a job when somebody tells it, which is written down where it is told.
 */
export function endOf({ kind, at, key, category, status, goneAt, endedAt }: Tied, now: Date): Ended | null {
  if (endedAt) return null
  if (kind === 'date') return at && at <= now ? { at, says: `Its end date, ${at.toISOString().slice(0, 10)}, has come.` } : null
  if (kind === 'ticket')
    return category === 'done' && !goneAt ? { at: now, says: `The issue ${key ?? 'it ends with'} is ${status ?? 'done'}.` } : null
  return null
}

/** What a job's end says of a token that ends with it. */
export function jobEnded(job: string, by: string, says: string): string {
  return `The job ${job} has ended, as ${by} told${says ? `: ${says}` : '.'}`
}

type Agreed = Pick<TokenEndRow, 'endedAt' | 'agreedAs' | 'agreedAt'>
type Itself = { ownerId: string | null; state: string; canDisable: boolean }

/**
 * Whether a token may be disabled without anybody being asked: it has ended, whoever agreed is still its owner, it is live, and its source
 * can disable its kind. An agreement of an earlier owner is nobody's.
 */
export function isDueToDisable({ endedAt, agreedAs, agreedAt }: Agreed, { ownerId, state, canDisable }: Itself): boolean {
  return endedAt !== null && agreedAt !== null && agreedAs !== null && agreedAs === ownerId && state === 'live' && canDisable
}
