import type { Facts } from '../model/facts.ts'
import type { ReasonCode, RequiredControl } from '../model/score.ts'
import { worstGrant } from './dimensions/scope.ts'
import { effectiveSeconds } from './dimensions/ttl.ts'
import { daysSay, durationSays, levelSays, lifeSays, reachSays, tierSays } from './phrases.ts'

/** A reason in words: `label` for lists and filters, `says` for a sentence or two with this token's own facts. */
export type Reason = { label: string; says: (facts: Facts) => string }

/**
 * Every reason code in words. The sentences tell days, so they want the facts as of now and not those read back from a
 * vector. They name no token: a page puts its name before them.
 */
export const reasons: Readonly<Record<ReasonCode, Reason>> = {
  LEAK_ACTIVE: {
    label: 'Leaked and still valid',
    says: ({ exposure }) => `${leakSays[exposure]} Nothing shows that it was cut off: contain it first, then replace it.`,
  },
  LEAK_NOT_REPLACED: {
    label: 'Leaked, not replaced',
    says: ({ exposure }) => `${leakSays[exposure]} It is cut off, but still open until a replacement is seen in use.`,
  },
  PROHIBITED: {
    label: 'Prohibited kind',
    says: () => 'A credential of this kind should not exist: no policy confines what it can do.',
  },
  OFFBOARDED: {
    label: 'Workload or vendor is gone',
    says: ({ workload }) =>
      workload === 'vendor-ended'
        ? 'The vendor it was given to no longer works for us.'
        : 'The workload it was made for is decommissioned.',
  },
  DORMANT: {
    label: 'Unused over 90 days',
    says: (facts) => `${unusedSays(facts)} Disable it first: that can be undone.`,
  },
  STANDING_HIGH: {
    label: 'Standing, high impact',
    says: (facts) => `${standingSays(facts)} At this impact no control makes it acceptable: retire it.`,
  },
  STANDING_MEDIUM: {
    label: 'Standing, medium impact',
    says: (facts) =>
      `${standingSays(facts)} Acceptable only if young, rotated within 90 days, owned, in use, and confined, revocable and monitored.`,
  },
  STANDING_LOW: {
    label: 'Standing, low impact',
    says: (facts) => `${standingSays(facts)} Acceptable only if young, rotated within 90 days, owned, in use, and behind a control.`,
  },
  POP_LONG: {
    label: 'Standing, sender-constrained',
    says: (facts) => `It ${lifeSays(facts)} and is bound to a key that is checked at each use, so a copy alone is of no use.`,
  },
  POP_SHORT: {
    label: 'Short-lived, sender-constrained',
    says: (facts) => `A copy is useful for ${shortSays(facts)} at most, and only together with its key.`,
  },
  BEARER_SHORT_HIGH: { label: 'Short-lived bearer, high impact', says: (facts) => bearerSays(facts) },
  BEARER_SHORT_MEDIUM: { label: 'Short-lived bearer, medium impact', says: (facts) => bearerSays(facts) },
  BEARER_SHORT_LOW: { label: 'Short-lived bearer, low impact', says: (facts) => bearerSays(facts) },
  RETIRED: {
    label: 'No longer live',
    says: ({ lifecycle }) => `It is ${lifecycle === 'active' ? 'revoked' : lifecycle}: there is nothing left to replay.`,
  },
  NOT_SENDER_CONSTRAINED: {
    label: 'Not sender-constrained',
    says: ({ binding }) =>
      binding.startsWith('pop-')
        ? 'It is bound to a key, but the resource server is not seen to check it: a copy may be enough.'
        : 'Whoever holds a copy can use it as its owner does.',
  },
  OVERPRIVILEGED: { label: 'Administers', says: (facts) => `It can ${rightsSay(facts)}.` },
  THIRD_PARTY: { label: 'Held by a third party', says: () => 'Somebody outside holds it, and their breach is ours.' },
  REUSE: {
    label: 'Shared',
    says: ({ consumers }) => `Shared by ${consumers} consumers, so it cannot be rotated or traced for one of them alone.`,
  },
  AGENT: {
    label: 'Used by an AI agent',
    says: ({ agent }) =>
      agent === 'autonomous' ? 'An AI agent uses it without a human in the loop.' : 'An AI agent uses it under supervision.',
  },
  NO_OWNER: {
    label: 'No owner',
    says: ({ owner }) => (owner === 'departed' ? 'Its owner has left, and nobody answers for it.' : 'Nobody answers for it.'),
  },
  UNKNOWN_TTL: { label: 'Expiry not reported', says: () => unknownSays('when it expires', 'as never') },
  UNKNOWN_AGE: { label: 'Age not reported', says: () => unknownSays('when it was issued', 'as over two years old') },
  UNKNOWN_BINDING: { label: 'Binding not reported', says: () => unknownSays('how it is bound', 'as free to copy') },
  UNKNOWN_SCOPE: { label: 'Rights not reported', says: () => unknownSays('what it may do', 'as administering everything') },
  UNKNOWN_SENSITIVITY: { label: 'Sensitivity not known', says: () => unknownSays('what is behind it', 'as customer data') },
  UNKNOWN_LAST_USE: { label: 'Last use not reported', says: () => unknownSays('when it was last used', 'as unused') },
}

/** What a control is called where it is asked for. */
export const requiredControls: Readonly<Record<RequiredControl, string>> = {
  network: 'Network confinement, seen in the last 90 days',
  'revocation-15m': 'A revocation drill within 15 minutes, in the last 90 days',
  'revocation-60m': 'A revocation drill within an hour, in the last 90 days',
  monitoring: 'Use monitoring, seen in the last 90 days',
  'any-1000': 'Network confinement, or two of: a drill within 15 minutes, monitoring, secret scanning',
  'accountable-human': 'A human who answers for the agent',
  'kill-switch-drill': 'A kill-switch drill in the last 90 days',
}

const leakSays: Record<Facts['exposure'], string> = {
  none: 'No leak is recorded.',
  suspected: 'It is suspected to have leaked.',
  confirmed: 'It was found where it should not be.',
  abuse: 'It leaked and was used by somebody else.',
}

function standingSays(facts: Facts): string {
  const { ageDays, rotationEnforcedSeconds } = facts
  const life = rotationEnforcedSeconds ? `is rotated every ${durationSays(rotationEnforcedSeconds)}` : lifeSays(facts)
  const age = ageDays === 'not-reported' ? 'does not say its age' : `is ${daysSay(ageDays)} old`
  return `It ${life}, ${age} and can ${rightsSay(facts)}. Copying it is enough to use it.`
}

function bearerSays(facts: Facts): string {
  const { sensitivity } = facts
  const behind = sensitivity === 'not-reported' ? 'something whose sensitivity is not known' : tierSays[sensitivity]
  return `A copy is enough to use it, for ${shortSays(facts)} at most; it can ${rightsSay(facts)}, and reaches ${behind}.`
}

function shortSays(facts: Facts): string {
  const seconds = effectiveSeconds(facts)
  return seconds === Infinity ? 'as long as it exists' : durationSays(seconds)
}

function rightsSay(facts: Facts): string {
  if (facts.scope === 'not-reported') return 'do what nobody reports'
  const { level, reach } = worstGrant(facts)
  return `${levelSays[level]} in ${reachSays[reach]}`
}

function unusedSays({ idleDays, ageDays }: Facts): string {
  if (idleDays === 'never-used') return `Never used${ageDays === 'not-reported' ? '' : ` in ${daysSay(ageDays)}`}.`
  return idleDays === 'not-reported' ? 'Last use is not reported.' : `Unused for ${daysSay(idleDays)}.`
}

function unknownSays(what: string, counts: string): string {
  return `Nobody reports ${what}: it counts ${counts} until we know, and may be harmless.`
}
