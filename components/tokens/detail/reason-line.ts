import type { Binding, Facts } from '@/lib/model/facts.ts'
import type { ReasonCode } from '@/lib/model/score.ts'
import { dateWords } from '@/components/ui/time-words.ts'
import { agentWord, bindingWord } from '../fact-words.ts'
import { counted, lifeInText } from './text-time.ts'
import { rightsWords, type WidestGrant } from './rights-words.ts'

/** What a reason line is made of: the facts as of now, and the names behind them. */
export type ReasonFacts = {
  facts: Facts
  provider: string
  kind: string
  widest: WidestGrant | null
  ownerName: string | null
  workloadName: string | null
  thirdParty: string | null
  foundIn: string | null
  /** Days known as a lower bound, where the exact age is not. */
  atLeastDays: number | null
  /** Its end, which may be known where its life is not. */
  expiresAt: Date | null
}

/** A reason as value and rule: "never expires, 412 days old" meets "outlives 24 hours and can be replayed". */
export type ReasonLine = { value: string; rule: string }

/** This token's value, and the rule it meets; the reference to a standard stands after them. */
export function reasonLine(code: ReasonCode, about: ReasonFacts): ReasonLine {
  return { value: values[code](about), rule: rules[code] }
}

const rules: Readonly<Record<ReasonCode, string>> = {
  LEAK_ACTIVE: 'whoever found it can use it until it is cut off',
  LEAK_NOT_REPLACED: 'a leak is closed when the replacement is seen in use',
  PROHIBITED: 'a credential of this kind should not exist',
  OFFBOARDED: 'ends with what it was made for',
  DORMANT: 'unused over 90 days is cut, as nobody would miss it',
  STANDING_HIGH: 'outlives 24 hours at high impact: no control makes it acceptable',
  STANDING_MEDIUM: 'outlives 24 hours at medium impact: only if young, rotated, owned, in use and contained',
  STANDING_LOW: 'outlives 24 hours at low impact: only if young, rotated, owned, in use and behind a control',
  POP_LONG: 'bound and checked, but outlives 24 hours: acceptable with controls for at most a year',
  POP_SHORT: 'short-lived and bound: a copy alone is of no use',
  BEARER_SHORT_HIGH: 'short-lived, but a copy can do much: acceptable with controls',
  BEARER_SHORT_MEDIUM: 'short-lived, but a copy can do something: acceptable with controls',
  BEARER_SHORT_LOW: 'short-lived, and a copy can do little',
  RETIRED: 'what no longer works is no risk',
  NOT_SENDER_CONSTRAINED: 'a copy should not be enough to use it',
  OVERPRIVILEGED: 'to administer is more than a task needs',
  THIRD_PARTY: 'their breach is ours',
  REUSE: 'shared, it cannot be rotated or traced for one of them',
  AGENT: 'an agent may do with it what nobody foresaw',
  NO_OWNER: 'somebody must answer for it',
  UNKNOWN_TTL: 'counts as never expiring until we know',
  UNKNOWN_AGE: 'counts as over two years old until we know',
  UNKNOWN_BINDING: 'counts as free to copy until we know',
  UNKNOWN_SCOPE: 'counts as administering everything until we know',
  UNKNOWN_SENSITIVITY: 'counts as customer data until we know',
  UNKNOWN_LAST_USE: 'counts as unused until we know',
}

type Value = (about: ReasonFacts) => string

const life: Value = ({ facts, atLeastDays, expiresAt }) => {
  const { ttlSeconds, rotationEnforcedSeconds, ageDays } = facts
  const lives = rotationEnforcedSeconds
    ? `rotated every ${lifeInText(rotationEnforcedSeconds)}`
    : ttlSeconds === 'not-reported'
      ? expiresAt
        ? `expires on ${dateWords(expiresAt)}`
        : 'expiry not reported'
      : ttlSeconds === 'never' || ttlSeconds === 0
        ? 'never expires'
        : `lives ${lifeInText(ttlSeconds)}`
  if (typeof ageDays === 'number') return `${lives}, ${counted(Math.floor(ageDays), 'day')} old`
  return atLeastDays === null ? lives : `${lives}, at least ${counted(atLeastDays, 'day')} old`
}

const leak: Value = ({ facts, foundIn }) =>
  `${facts.exposure === 'suspected' ? 'suspected in' : facts.exposure === 'abuse' ? 'abused after being found in' : 'found in'} ${foundIn ?? 'a place it should not be'}`

const unknown =
  (what: string): Value =>
  () =>
    `${what} not reported`

const values: Readonly<Record<ReasonCode, Value>> = {
  LEAK_ACTIVE: leak,
  LEAK_NOT_REPLACED: leak,
  PROHIBITED: ({ kind }) => (kind === 'aws.root-access-key' ? 'access key of the root user' : kind),
  OFFBOARDED: ({ facts, workloadName, thirdParty }) =>
    facts.workload === 'vendor-ended'
      ? `vendor ${thirdParty ?? workloadName ?? ''} ended`.replace('  ', ' ')
      : `workload ${workloadName ?? ''} decommissioned`.replace('  ', ' '),
  DORMANT: ({ facts }) =>
    typeof facts.idleDays === 'number'
      ? `last used ${counted(Math.floor(facts.idleDays), 'day')} ago`
      : typeof facts.ageDays === 'number'
        ? `never used in ${counted(Math.floor(facts.ageDays), 'day')}`
        : 'never used',
  STANDING_HIGH: life,
  STANDING_MEDIUM: life,
  STANDING_LOW: life,
  POP_LONG: life,
  POP_SHORT: life,
  BEARER_SHORT_HIGH: life,
  BEARER_SHORT_MEDIUM: life,
  BEARER_SHORT_LOW: life,
  RETIRED: ({ facts }) => (facts.lifecycle === 'active' ? 'no longer live' : facts.lifecycle === 'revoked' ? 'deleted' : facts.lifecycle),
  NOT_SENDER_CONSTRAINED: ({ facts }) =>
    facts.binding.startsWith('pop-') ? `${bindingOf(facts.binding)}, not seen to be checked` : bindingOf(facts.binding),
  OVERPRIVILEGED: ({ provider, widest }) => (widest ? `can ${rightsWords(provider, widest)}` : 'can administer'),
  THIRD_PARTY: ({ thirdParty }) => (thirdParty ? `held by ${thirdParty}` : 'held outside'),
  REUSE: ({ facts }) => `${facts.consumers} consumers`,
  AGENT: ({ facts }) => agentWord[facts.agent],
  NO_OWNER: ({ facts, ownerName }) => (facts.owner === 'departed' ? `${ownerName ?? 'its owner'} has left` : 'owner none'),
  UNKNOWN_TTL: ({ expiresAt }) =>
    expiresAt ? `expires on ${dateWords(expiresAt)}, but nobody says how long it lives` : 'expiry not reported',
  UNKNOWN_AGE: ({ atLeastDays }) =>
    atLeastDays === null ? 'age not reported' : `at least ${counted(atLeastDays, 'day')} old, no more is known`,
  UNKNOWN_BINDING: unknown('binding'),
  UNKNOWN_SCOPE: unknown('what it can do'),
  UNKNOWN_SENSITIVITY: unknown('what is behind it'),
  UNKNOWN_LAST_USE: unknown('last use'),
}

function bindingOf(binding: Binding): string {
  return binding === 'not-reported' ? 'binding not reported' : bindingWord[binding]
}
