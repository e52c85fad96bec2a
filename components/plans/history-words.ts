import { dayInText } from '@/components/tokens/detail/text-time.ts'
import type { PlanEventLine } from '@/lib/model/plan-search.ts'
import { successorSays, type Proof } from '@/lib/model/plan.ts'
import { doesTo } from '@/lib/model/act-effect.ts'
import { ProviderVerb } from '@/lib/model/provider-act.ts'
import { proofWord } from './plan-words.ts'
import { fields } from './steps.ts'

type Detail = ReturnType<typeof fields>

/** What happened, after the name of who did it: "Ana proposed 14 Dec instead of 3 Dec". */
const people: Readonly<Record<string, (detail: Detail, now: Date) => string>> = {
  opened: ({ tokens, says }) =>
    `${typeof tokens === 'number' && tokens !== 1 ? `opened it for ${tokens} tokens` : 'opened it'}${because(text(says).replace(/\.$/, ''))}`,
  acknowledged: () => 'acknowledged it',
  'date-proposed': (detail, now) => `proposed ${days(detail, now)}${because(detail.reason)}`,
  'date-accepted': (detail, now) => `accepted ${days(detail, now)}${because(detail.note)}`,
  'date-refused': (detail, now) => `refused ${day(detail.date, now)}${because(detail.note)}`,
  'date-set': (detail, now) => `set ${days(detail, now)}`,
  offered: ({ to, note }) => `offered it to ${text(to) || 'somebody'}${because(note)}`,
  accepted: () => 'took it on',
  declined: ({ note }) => `did not take it on${because(note)}`,
  disowned: ({ says }) => `said that it is not theirs${because(says)}`,
  assigned: ({ to }) => `gave it to ${text(to) || 'somebody'}`,
  'successor-named': ({ name, displayId }) =>
    text(name)
      ? `named ${successorSays({ name: text(name), displayId: text(displayId) || null })} as what takes its place`
      : 'took back what takes its place',
  switched: () => 'said that its consumers are switched',
  blocked: ({ why }) => `said that it is blocked${because(why)}`,
  unblocked: () => 'said that it is not blocked any more',
  'recipe-chosen': ({ recipe }) => `chose the way “${text(recipe)}”`,
  comment: () => 'wrote',
  checked: ({ sources }) => `asked to read ${names(sources) || 'its sources'} now`,
  'ticket-made': ({ key }) => `made the issue ${text(key)}`,
  'ticket-linked': ({ key }) => `linked it to the issue ${text(key)}`,
  'ticket-unlinked': ({ key }) => `unlinked ${text(key) ? `the issue ${text(key)}` : 'its issue'}`,
  cancelled: ({ why }) => `called it off${because(why)}`,
  'act-asked': ({ verb, kinds, tokens }) => `asked its provider to ${acts(verb, kinds)} ${names(tokens) || 'a token of it'}`,
}

/** What syncs showed, as sentences. */
const shown: Readonly<Record<string, (detail: Detail, now: Date) => string>> = {
  'end-came': ({ tokens, says, from, to }, now) =>
    `${text(says) || 'What a token ends with has ended.'} ${names(tokens)}: due ${text(to) ? `${day(to, now)} instead of ${day(from, now)}` : 'already'}.`,
  'due-moved': (detail, now) => `Due ${days(detail, now)}, as its leak stands now.`,
  proved: ({ proof, name, says }) => `${capital(proofWord[text(proof) as Proof] ?? 'proved')}: ${text(name)}, ${text(says)}.`,
  receded: ({ name, proof, from }) =>
    `Not ${(proofWord[text(from) as Proof] ?? 'proved').toLowerCase()} any more: ${text(name)}${text(proof) === 'none' ? '' : `, ${(proofWord[text(proof) as Proof] ?? 'proved').toLowerCase()} only`}.`,
  refused: ({ says }) => `Does not go on. ${text(says)}`,
  reopened: ({ tokens }) => `Open again: ${names(tokens) || 'a token of it'} came back.`,
  verified: () => 'All of it is verified absent. The plan is closed.',
  'act-ended': ({ verb, kinds, name, state }) =>
    `To ${acts(verb, kinds)} ${text(name) || 'a token of it'}: ${ends[text(state)] ?? text(state)}.`,
}

/** What came of an act at a provider. */
const ends: Readonly<Record<string, string>> = {
  seen: 'done, and seen so at its provider',
  unseen: 'sent, and not seen done',
  failed: 'its provider did not do it',
  unknown: 'sent, and nobody could see what came of it',
}

/** A line of a plan's history. What another version wrote and does not fit is left out, never an error. */
export function historyWords({ kind, by, detail }: Pick<PlanEventLine, 'kind' | 'by' | 'detail'>, now: Date): string {
  const said = fields(detail)
  const done = Object.hasOwn(people, kind) ? people[kind] : undefined
  if (done) return `${by ?? 'Standdown'} ${done(said, now)}${kind === 'comment' ? ':' : '.'}`
  return (Object.hasOwn(shown, kind) ? shown[kind]?.(said, now) : undefined) ?? `${by ?? 'Standdown'}: ${kind}.`
}

/** What somebody wrote; null for anything else that happened. */
export function commentText({ kind, detail }: Pick<PlanEventLine, 'kind' | 'detail'>): string | null {
  return kind === 'comment' ? text(fields(detail).text) || null : null
}

function days({ from, to }: Detail, now: Date): string {
  return `${day(to, now)} instead of ${day(from, now)}`
}

function day(said: Detail[string], now: Date): string {
  const at = new Date(text(said))
  return Number.isNaN(at.getTime()) ? 'a day' : dayInText(at, now)
}

function because(said: Detail[string]): string {
  return text(said) ? `: “${text(said)}”` : ''
}

/** What an act does to these kinds of tokens; what was written before they were told says the verb alone. */
function acts(verb: Detail[string], kinds: Detail[string]): string {
  const known = ProviderVerb.safeParse(verb).data
  const of = Array.isArray(kinds) ? kinds.map((kind) => ({ kind: text(kind) })) : []
  return known ? doesTo(known, of).toLowerCase() : 'act on'
}

function names(said: Detail[string]): string {
  return Array.isArray(said) ? said.map(text).filter(Boolean).join(', ') : ''
}

function text(said: Detail[string]): string {
  return typeof said === 'string' ? said : ''
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
}
