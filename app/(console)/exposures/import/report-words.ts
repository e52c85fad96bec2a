import { countWords } from '@/components/ui/time-words.ts'
import type { ShownMatch } from '@/lib/model/leak.ts'
import type { ReportOutcome } from '@/lib/flows/import-report.ts'

/** "TruffleHog: 14 finds of 6 secrets. Nothing was recorded yet." */
export function titleWords({ scanner, finds, leaks, dryRun }: ReportOutcome): string {
  const found = finds === 0 ? 'the report has no finds' : `${many(finds, 'find')} of ${many(leaks, 'secret')}`
  if (finds === 0) return `${scanner}: ${found}.`
  return `${scanner}: ${found}. ${dryRun ? 'Nothing is recorded yet.' : 'All are recorded.'}`
}

/** What was, or would be, matched how surely; a line that counts none is left out. */
export function outcomeWords(outcome: ReportOutcome): string[] {
  const { certain, likely, possible, none, several, known, withoutSecret, tokens, dryRun } = outcome
  const would = (did: string, does: string) => (dryRun ? does : did)
  return [
    certain > 0 ? `${many(certain, 'secret')} ${would('matched', 'would match')} a token for certain.` : null,
    likely > 0 ? `${many(likely, 'secret')} ${would('matched', 'would match')} a token likely, by its last eight characters.` : null,
    possible > 0 ? `${many(possible, 'secret')} may be a token’s: a person has to say so.` : null,
    several > 0 ? `${many(several, 'secret')} ${several === 1 ? 'fits' : 'fit'} several tokens, so ${would('matched', 'would match')} none.` : null,
    none > 0 ? `${many(none, 'secret')} ${would('matched', 'would match')} no token; ${none === 1 ? 'it is' : 'they are'} kept for people to match.` : null,
    known > 0 ? `${many(known, 'secret')} ${known === 1 ? 'was' : 'were'} on record before.` : null,
    withoutSecret > 0 ? `${many(withoutSecret, 'find')} ${withoutSecret === 1 ? 'was' : 'were'} written without the secret, and can be matched by hand only.` : null,
    tokens > 0 ? `${many(tokens, 'token')} ${tokens === 1 ? 'is' : 'are'} ${would('to be revoked now', 'then to be revoked now')}, unless it is dead already.` : null,
  ].filter((line) => line !== null)
} // prettier-ignore

function many(count: number, noun: string): string {
  return `${countWords(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** How one leak of a report is matched, as the end of a sentence: after it comes the token, where there is one. */
export function matchWords({ certainty, token, several }: Pick<ShownMatch, 'certainty' | 'token' | 'several'>): string {
  if (!token) return several ? 'fits several tokens' : 'matches no token'
  return { certain: 'for certain', stated: 'for certain', likely: 'likely', possible: 'maybe', none: 'matches no token' }[certainty]
}
