import type { ExceptionEnd, ExceptionKind } from '@/lib/model/exception.ts'
import type { ExceptionLine, ExceptionTab } from '@/lib/model/exception-search.ts'
import { dayInText, listed } from '@/components/tokens/detail/text-time.ts'
import { countWords, dateWords } from '@/components/ui/time-words.ts'
import { wordsOf } from '@/lib/model/policy-fields.ts'

export const kindWord: Readonly<Record<ExceptionKind, string>> = {
  ordinary: 'Ordinary',
  'break-glass': 'Break-glass',
  seasonal: 'Seasonal',
}

/** What each kind is for. */
export const kindSays: Readonly<Record<ExceptionKind, string>> = {
  ordinary: 'Work needs the token for a while yet, and its retirement is planned.',
  'break-glass':
    'It is for emergencies and is meant to lie unused: sealed in a vault, every use watched, its revocation tested. Being unused does not count against it.',
  seasonal:
    'It is used at certain times of the year only: sealed in between, every use watched, its revocation tested. Being unused does not count against it.',
}

export function tabWords(endingDays: number): Readonly<Record<ExceptionTab, string>> {
  return { awaiting: 'Awaiting decision', active: 'Active', ending: `Ending ≤ ${endingDays} d`, stale: 'Stale', ended: 'Ended' }
}

/** What stands on a tab that has none. */
export const emptyTab = (endingDays: number): Readonly<Record<ExceptionTab, { title: string; says: string }>> => ({
  awaiting: { title: 'Nothing waits for a decision.', says: 'Who asks for an exception finds it here until somebody else approves or refuses it.' },
  active: { title: 'No exception holds.', says: 'What is accepted for a time stands here, with who said so and until when. Verdicts do not change by it.' },
  ending: { title: `No exception ends in the next ${wordsOf('exceptionEndingDays', endingDays)}.`, says: 'One that does can be renewed once. Otherwise its token is open again on that day.' },
  stale: { title: 'No exception is stale.', says: 'An exception is stale when the evidence of a control it rests on is older than 90 days.' },
  ended: { title: 'No exception has ended.', says: 'Those that were refused, taken back, voided by a leak or past their day stay here.' },
}) // prettier-ignore

/** Why it ended, after "Ended on 3 Jan 2027: ". */
export const endWord: Readonly<Record<ExceptionEnd, string>> = {
  expired: 'its time was over',
  leak: 'a token of it leaked',
  'revoke-now': 'a token of it is to be revoked now',
  withdrawn: 'it was taken back',
  retired: 'none of its tokens is alive any more',
  renewed: 'its renewal took its place',
}

/** A part of a sentence; with `tab`, a link to it. */
export type SaidPart = string | { tab: ExceptionTab; says: string }

/** What a person could say aloud of all exceptions. */
export function openingWords(counts: Readonly<Record<ExceptionTab, number>>, endingDays: number): SaidPart[] {
  const { active, awaiting, ending, stale } = counts
  const parts: SaidPart[] =
    active === 0
      ? ['Nothing is accepted beyond its verdict now.']
      : [{ tab: 'active', says: active === 1 ? 'One exception holds' : `${countWords(active)} exceptions hold` }, '; the verdicts are unchanged.']
  if (ending > 0) parts.push(' ', { tab: 'ending', says: ending === 1 ? 'One ends' : `${countWords(ending)} end` }, ` within ${wordsOf('exceptionEndingDays', endingDays)}.`)
  if (stale > 0) parts.push(' ', { tab: 'stale', says: stale === 1 ? 'One rests' : `${countWords(stale)} rest` }, ' on evidence that is out of date.')
  if (awaiting > 0) parts.push(' ', { tab: 'awaiting', says: awaiting === 1 ? 'One waits' : `${countWords(awaiting)} wait` }, ' for a decision.')
  return parts
} // prettier-ignore

type Standing = Pick<
  ExceptionLine,
  'state' | 'requestedBy' | 'requestedAt' | 'endsAt' | 'decidedBy' | 'decidedAt' | 'endedAt' | 'endedBecause'
>

/** Where one exception stands, in a sentence or two. */
export function standingWords(line: Standing, now: Date): string {
  const { state, requestedBy, requestedAt, endsAt, decidedBy, decidedAt, endedAt, endedBecause } = line
  const until = dayInText(endsAt, now)
  switch (state) {
    case 'requested':
      return `${requestedBy} asked on ${dayInText(requestedAt, now)} that this be accepted until ${until}. Nothing is accepted before somebody else approves it.`
    case 'approved':
      return `Accepted until ${until} by ${decidedBy ?? 'somebody'}. The verdict is unchanged, and at its end it is open again.`
    case 'refused':
      return `Refused by ${decidedBy ?? 'somebody'} on ${dayInText(decidedAt ?? requestedAt, now)}. Nothing was accepted.`
    case 'ended':
      return `Ended on ${dateWords(endedAt ?? endsAt)}: ${endWord[endedBecause ?? 'expired']}.`
  }
}

/** What stands beside a token's verdict: "accepted until 3 Jan by L. Chen; verdict unchanged". Null where it says nothing any more. */
export function besideVerdict(line: Pick<ExceptionLine, 'state' | 'requestedBy' | 'endsAt' | 'decidedBy'>, now: Date): string | null {
  if (line.state === 'approved') return `Accepted until ${dayInText(line.endsAt, now)} by ${line.decidedBy ?? 'somebody'}; verdict unchanged.`
  if (line.state === 'requested') return `${line.requestedBy} asked for an exception; nothing is accepted yet.`
  return null
} // prettier-ignore

/** "deploy-bot", "deploy-bot and old-key", "deploy-bot and 3 more"; for an exception of whose tokens the viewer sees none, that. */
export function tokensWords(names: readonly string[]): string {
  if (names.length === 0) return 'tokens that are gone'
  return names.length < 3 ? listed(names) : `${names[0]} and ${countWords(names.length - 1)} more`
}

/** How many of the required controls have evidence that counts. */
export function controlsMet(
  { kind, controls }: Pick<ExceptionLine, 'kind' | 'controls'>,
  required: Readonly<Record<ExceptionKind, readonly string[]>>,
  now: Date,
): { met: number; of: number } {
  const types = required[kind]
  const met = types.filter((type) => controls.some((control) => control.type === type && control.expiresAt > now))
  return { met: met.length, of: types.length }
}
