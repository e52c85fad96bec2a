import type { Facts } from '@/lib/model/facts.ts'
import type { DecidingReason, RequiredControl, Verdict } from '@/lib/model/score.ts'
import { shownAs, tellerWords, type ToldBy } from '@/lib/model/told-by.ts'
import type { TokenState } from '@/lib/model/token.ts'
import { dayInText, counted, lifeInText, listed, momentInText, spanInText } from './text-time.ts'
import { rightsWords, type WidestGrant } from './rights-words.ts'
import { tokenNoun } from './token-noun.ts'

/** A sentence with the names in it set apart: they are what the eye looks for. */
export type Part = string | { name: string }

/** Everything the verdict's sentence may speak of: the facts as of now, and what stands around them. */
export type Judged = {
  verdict: Verdict
  reason: DecidingReason
  state: TokenState
  kind: string
  provider: string
  /** What its rights are in: the account, organisation or vendor. */
  place: string
  facts: Facts
  /** Days known as a lower bound only, where the exact age is not known. */
  atLeastDays: number | null
  widest: WidestGrant | null
  workload: string | null
  /** The worst leak that is still open. */
  leak: { foundIn: string; foundAt: Date; stillValid: 'yes' | 'no' | 'not-reported' } | null
  reversible: boolean
  expiresAt: Date | null
  /** Who tells that it is as it is. */
  told: ToldBy
  /** Complete syncs without it, and when the first and the last of them ended. */
  absent: { runs: number; first: Date | null; last: Date | null }
  required: number
  missing: readonly RequiredControl[]
  mayBeBetter: boolean
  actBy: Date | null
}

/** Why it is judged so, in one to four sentences: the fact, the number, the date. The verdict's own word stands before them. */
export function verdictSentence(token: Judged, now: Date): Part[] {
  return says[token.reason](token, now)
}

/** The same without its marks, for a title or a test. */
export function plain(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.name)).join('')
}

type Says = (token: Judged, now: Date) => Part[]

const says: Readonly<Record<DecidingReason, Says>> = {
  LEAK_ACTIVE: leakSays,
  LEAK_NOT_REPLACED: ({ state }) => [
    `${state === 'disabled' ? 'Disabled' : 'Cut off'}, not replaced: still open until the replacement is seen in use.`,
  ],
  PROHIBITED: ({ kind, actBy }, now) => [
    `${kind === 'aws.root-access-key' ? 'A root access key' : 'A credential of this kind'} should not exist: no policy confines what it can do.`,
    by(actBy, now),
  ],
  OFFBOARDED: ({ facts, workload, actBy }, now) => [
    ...(facts.workload === 'vendor-ended'
      ? ['The vendor it was given to no longer works for us.']
      : workload
        ? [{ name: workload }, ', which it was made for, is decommissioned.']
        : ['The workload it was made for is decommissioned.']),
    by(actBy, now),
  ],
  DORMANT: (token, now) => [
    unused(token),
    token.reversible
      ? '; disabling is reversible.'
      : `. ${token.told.by === 'file' ? 'Its file names' : 'Its provider has'} no way to disable it for a while, so ask its owner before it is deleted.`,
    by(token.actBy, now),
  ],
  STANDING_HIGH: standingOrHeld,
  STANDING_MEDIUM: standingOrHeld,
  STANDING_LOW: standingOrHeld,
  POP_LONG: standingOrHeld,
  POP_SHORT: fineOrHeld,
  BEARER_SHORT_HIGH: fineOrHeld,
  BEARER_SHORT_MEDIUM: fineOrHeld,
  BEARER_SHORT_LOW: fineOrHeld,
  RETIRED: retiredSays,
}

function by(at: Date | null, now: Date): string {
  return at ? ` By ${dayInText(at, now)}.` : ''
}

function leakSays({ leak, actBy, told }: Judged, now: Date): Part[] {
  if (!leak) return ['Found where it should not be. Nothing shows that it was cut off.', by(actBy, now)]
  const ago = spanInText(Math.max(0, now.getTime() - leak.foundAt.getTime()) / 1_000)
  const valid = {
    yes: 'and still valid.',
    'not-reported': `and ${shownAs(told, 'live')}.`,
    no: `. It was said to work no more, but ${shownAs(told, 'live')}.`,
  }[leak.stillValid]
  return ['Found in ', { name: leak.foundIn }, ` ${ago} ago`, leak.stillValid === 'no' ? valid : ` ${valid}`, by(actBy, now)]
}

function unused({ facts }: Judged): string {
  if (typeof facts.idleDays === 'number') return `Unused for ${counted(Math.floor(facts.idleDays), 'day')}`
  return typeof facts.ageDays === 'number' ? `Never used in ${counted(Math.floor(facts.ageDays), 'day')}` : 'Never used'
}

/** Which facts a standing token's sentence would speak of but nobody reports. */
function unreported({ facts, atLeastDays, widest, expiresAt }: Judged): string[] {
  return [
    ...(facts.ttlSeconds === 'not-reported' && !facts.rotationEnforcedSeconds && !expiresAt ? ['expiry'] : []),
    ...(facts.ageDays === 'not-reported' && atLeastDays === null ? ['age'] : []),
    ...(facts.scope === 'not-reported' || !widest ? ['scope'] : []),
    ...(facts.binding === 'not-reported' ? ['binding'] : []),
    ...(facts.idleDays === 'not-reported' ? ['last use'] : []),
  ]
}

function standingOrHeld(token: Judged, now: Date): Part[] {
  return token.verdict === 'standing-privilege' ? standingSays(token, now) : holdSays(token)
}

function standingSays(token: Judged, now: Date): Part[] {
  const { facts, atLeastDays, kind, place, provider, widest, actBy, mayBeBetter } = token
  const life = lifeSays(token, now)
  const age =
    typeof facts.ageDays === 'number'
      ? `is ${counted(Math.floor(facts.ageDays), 'day')} old`
      : atLeastDays === null
        ? null
        : `is at least ${counted(atLeastDays, 'day')} old`
  const can = facts.scope === 'not-reported' || !widest ? null : `can ${rightsWords(provider, widest)}`
  const told = listed([life, age, can].filter((part) => part !== null))
  const missing = unreported(token)
  return [
    ...(told ? [`This ${tokenNoun(kind)} ${told}`, ...(can ? [' in ', { name: place }] : []), '. ', copySays(facts)] : []),
    ...(missing.length > 0
      ? [
          ...(told ? [' '] : []),
          { name: place },
          ` does not report ${listed(missing, 'or')}: scored as the worst until we know${mayBeBetter ? '; it may be harmless' : ''}.`,
        ]
      : []),
    actBy ? ` Retire it by ${dayInText(actBy, now)}.` : ' Retire it.',
  ]
}

function lifeSays({ facts: { ttlSeconds, rotationEnforcedSeconds }, expiresAt }: Judged, now: Date): string | null {
  if (rotationEnforcedSeconds) return `is rotated every ${lifeInText(rotationEnforcedSeconds)}`
  // When it ends may be known where how long it lives is not, as nobody says when it was issued.
  if (ttlSeconds === 'not-reported') return expiresAt && `expires on ${dayInText(expiresAt, now)}`
  return ttlSeconds === 'never' || ttlSeconds === 0 ? 'never expires' : `lives ${lifeInText(ttlSeconds)}`
}

function copySays({ binding, popVerified }: Facts): string {
  if (binding === 'keyed-asym') return 'Its private key can be copied, and a copy is enough to use it.'
  if (!binding.startsWith('pop-')) return 'Copying it is enough to use it.'
  return popVerified === true
    ? 'It is bound to a key that is checked at each use, so a copy alone is of no use.'
    : 'It claims to be bound to a key, but nobody is seen to check it: copying it may be enough.'
}

const controlWords: Readonly<Record<RequiredControl, string>> = {
  network: 'network confinement seen in the last 90 days',
  'revocation-15m': 'a revocation drill within 15 minutes in the last 90 days',
  'revocation-60m': 'a revocation drill in the last 90 days',
  monitoring: 'use monitoring seen in the last 90 days',
  'any-1000': 'network confinement, or two lesser controls',
  'accountable-human': 'a human who answers for the agent',
  'kill-switch-drill': 'a kill-switch drill in the last 90 days',
}

function holdSays({ required, missing }: Judged): Part[] {
  if (required === 0) return ['Acceptable with care: no single control is asked for.']
  const hold = required === 1 ? '1 control holds' : `${required} controls hold`
  if (missing.length === 0) return [`Acceptable while ${hold}${required === 1 ? ', and it does.' : `, and all ${required} do.`}`]
  return [`Acceptable while ${hold}. Missing: ${listed(missing.map((control) => controlWords[control]))}.`]
}

function fineOrHeld(token: Judged): Part[] {
  return token.verdict === 'acceptable' ? fineSays(token) : holdSays(token)
}

const boundWords: Readonly<Partial<Record<Facts['binding'], string>>> = {
  'pop-app': ', bound by DPoP, checked by the API',
  'pop-mtls': ', bound by mTLS, checked by the server',
  'pop-attested': ', bound to a hardware key, checked at each use',
}

function fineSays({ facts }: Judged): Part[] {
  const seconds = facts.rotationEnforcedSeconds ?? facts.ttlSeconds
  const life = typeof seconds === 'number' && seconds > 0 ? `Lives ${lifeInText(seconds)}` : 'Short-lived'
  return [`${life}${boundWords[facts.binding] ?? ', and can do little'}.`]
}

function retiredSays({ state, absent, expiresAt, told }: Judged, now: Date): Part[] {
  if (state === 'gone') {
    const moments = [absent.first, absent.runs > 1 ? absent.last : null].filter((at) => at !== null).map((at) => momentInText(at, now))
    const when = moments.length > 0 ? `, ${listed(moments)} UTC` : ''
    if (absent.runs < 2) return [`Absent in one complete sync${when}. A second one proves it gone.`]
    const times = absent.runs === 2 ? 'two complete syncs' : `${absent.runs} complete syncs, the first and the last`
    return [`Gone. Absent in ${times}${when}.`]
  }
  if (state === 'disabled') return ['Disabled, reversible: it exists and can be switched back on.']
  if (state === 'expired') return [expiresAt ? `Expired on ${dayInText(expiresAt, now)}: nothing accepts it any more.` : 'Expired.']
  return [`Deleted, says ${tellerWords(told)}: there is nothing left to replay.`]
}
