import { counted, dayInText } from '@/components/tokens/detail/text-time.ts'
import {
  reviewed,
  type CampaignLine,
  type ReviewAnswer,
  type ReviewCounts,
  type ReviewOutcome,
  type ReviewTask,
} from '@/lib/model/campaign.ts'

/** What a token of a review counts as. What nobody answered is open until the review closes, and unanswered from then on. */
export function outcomeWord(outcome: ReviewOutcome, closed: boolean): string {
  return outcome === 'open' && closed ? 'Unanswered' : words[outcome]
}

const words: Readonly<Record<ReviewOutcome, string>> = {
  open: 'Open',
  keep: 'Keep',
  narrow: 'Narrow',
  retire: 'Retire',
  'not-mine': 'Not mine',
  gone: 'Gone',
}

/** What each answer is, before it is given: its word, what follows from it, and what it has to say. */
export const answerWords: Readonly<Record<ReviewAnswer, { verb: string; means: string; asks: string; needed: boolean }>> = {
  keep: { verb: 'Keep', means: 'It is still needed as it is. No verdict changes, and no plan stops.', asks: 'Why is it still needed?', needed: true },
  narrow: { verb: 'Narrow', means: 'It is needed, with less.', asks: 'What of it should go?', needed: true },
  retire: { verb: 'Retire', means: 'It is not needed. A plan is opened for it, or it joins the one there is. Nothing is switched off yet.', asks: 'Note', needed: false },
  'not-mine': { verb: 'Not mine', means: 'Somebody else has to answer for it. Security finds out who.', asks: 'Whose may it be?', needed: false },
} // prettier-ignore

/** "86 of 140 tokens are reviewed; 12 are gone." */
export function progressWords(counts: ReviewCounts): string {
  const done = reviewed(counts)
  const gone = counts.gone > 0 ? `; ${counts.gone.toLocaleString('en-GB')} ${counts.gone === 1 ? 'is' : 'are'} gone` : ''
  return `${done.toLocaleString('en-GB')} of ${counted(counts.tokens, 'token')} ${done === 1 || counts.tokens === 1 ? 'is' : 'are'} reviewed${gone}.`
}

/** Whom what is left waits for: "42 wait for 7 owners, 3 for security, as nobody owns them." */
export function waitingWords({ open, unclaimed, waiting, closedAt }: CampaignLine): string {
  if (closedAt) return open === 0 ? 'Nothing was left unanswered.' : `${counted(open, 'token')} ${open === 1 ? 'was' : 'were'} left unanswered.`
  if (open === 0) return 'Nothing is left to answer.'
  const owned = open - unclaimed
  const parts = [
    ...(owned > 0 ? [`${owned.toLocaleString('en-GB')} ${owned === 1 ? 'waits' : 'wait'} for ${counted(waiting, 'owner')}`] : []),
    ...(unclaimed > 0 ? [`${unclaimed.toLocaleString('en-GB')} that nobody owns ${unclaimed === 1 ? 'waits' : 'wait'} for security`] : []),
  ]
  return `${parts.join(', ')}.`
} // prettier-ignore

/** When a campaign ends, ended, and whether another follows. */
export function datesWords(
  { startedAt, startedBy, dueAt, firstDueAt, movedBy, movedSays, closedAt, closedBy, nextAt, carries }: CampaignLine,
  now: Date,
): string {
  const began = `Started ${dayInText(startedAt, now)} by ${startedBy}, due ${dayInText(dueAt, now)}.`
  const moved = firstDueAt ? ` ${movedBy ?? 'Somebody'} moved it from ${dayInText(firstDueAt, now)}: “${movedSays ?? ''}”.` : ''
  const ended = closedAt ? ` Closed ${dayInText(closedAt, now)} by ${closedBy ?? 'nobody'}.` : dueAt < now ? ' It is past its date, and answers are still taken.' : '' // prettier-ignore
  const next = nextAt ? ` The next one opens by itself on ${dayInText(nextAt, now)}${carries ? ' and asks again for what is unanswered' : ''}.` : '' // prettier-ignore
  return began + moved + ended + next
}

/** What a campaign over these would ask: "This asks 9 owners about 412 tokens." */
export function askingWords({ tokens, owners, unclaimed, notLive }: { tokens: number; owners: number; unclaimed: number; notLive: number }): string {
  if (tokens === 0) return notLive > 0 ? 'None of these tokens is alive: there is nothing to review.' : 'No token matches: there is nothing to review.'
  const owned = tokens - unclaimed
  const sum = `This reviews ${counted(tokens, 'token')}`
  // What the started review has as its tokens is the sum of both, said first where there are both.
  const asks = unclaimed === 0 ? `This asks ${counted(owners, 'owner')} about ${counted(owned, 'token')}.` : owned > 0 ? `${sum} and asks ${counted(owners, 'owner')} about ${owned.toLocaleString('en-GB')}.` : `${sum} and asks no owner.`
  const nobody = unclaimed > 0 ? ` ${counted(unclaimed, 'token')} ${unclaimed === 1 ? 'has' : 'have'} no owner who is still here: security answers for ${unclaimed === 1 ? 'it' : 'them'}.` : ''
  const dead = notLive > 0 ? ` ${counted(notLive, 'token')} ${notLive === 1 ? 'is' : 'are'} not alive and left out.` : ''
  return asks + nobody + dead
} // prettier-ignore

/** "Review your 12 tokens", or somebody else's. */
export function taskTitle({ tokens, ownerName }: Pick<ReviewTask, 'tokens' | 'ownerName'>, whose: 'mine' | 'team' | 'other'): string {
  if (whose === 'mine') return `Review your ${counted(tokens, 'token')}`
  return ownerName === null ? `Review ${counted(tokens, 'token')} that nobody owns` : `Review ${counted(tokens, 'token')} of ${ownerName}`
}

/** How many an answer was for, how many were left out, how many it has still to be given for, and how many plans it opened. */
export type ReviewAnswered = { answered: number; left: number; remaining: number; plans: number }

/** What came of an answer. */
export function answeredWords({ answered, left, remaining, plans }: ReviewAnswered): string {
  const done = `${counted(answered, 'token')} answered.`
  const opened = plans > 0 ? ` ${counted(plans, 'plan')} opened.` : ''
  const rest = left > 0 ? ` ${counted(left, 'token')} left out: gone, or of somebody else by now.` : ''
  const more = remaining > 0 ? ` ${counted(remaining, 'token')} ${remaining === 1 ? 'is' : 'are'} still open: go on to answer for ${remaining === 1 ? 'it' : 'them'} alike.` : '' // prettier-ignore
  return done + opened + more + rest
}
