import { describe, expect, it } from 'vitest'
import { DecidingReason, SupportingReason } from '@/lib/model/score.ts'
import { standingKey } from '@/lib/score/testing/token.ts'
import { stepWords, type NextStep, type StepGround } from './next-step-words.ts'
import { reasonLine, type ReasonFacts } from './reason-line.ts'
import { counted, dayInText, lifeInText, listed, spanInText } from './text-time.ts'
import { timeChangeWords } from './time-change-words.ts'
import { tokenNoun } from './token-noun.ts'

const now = new Date('2026-12-04T12:00:00Z')
const about: ReasonFacts = {
  facts: standingKey({ ageDays: 412, idleDays: 120, scope: { level: 6, reach: 4 }, binding: 'pop-mtls', owner: 'departed', consumers: 3 }),
  provider: 'aws',
  kind: 'aws.access-key',
  widest: { level: 6, reach: 4, service: '*', resource: '*' },
  ownerName: 'Ana',
  workloadName: 'billing',
  thirdParty: 'Vendor',
  foundIn: 'a commit',
  atLeastDays: null,
  expiresAt: null,
}

describe('reasons in one line', () => {
  it.each([...DecidingReason.options, ...SupportingReason.options])('%s has a value and a rule', (code) => {
    const { value, rule } = reasonLine(code, about)
    expect(value).toMatch(/\S/)
    expect(rule).toMatch(/^[a-z].*[^.]$/)
    expect(`${value} ${rule}`).not.toMatch(/undefined|null|NaN| {2}/)
  })

  it.each([
    ['STANDING_HIGH', 'never expires, 412 days old'],
    ['DORMANT', 'last used 120 days ago'],
    ['NO_OWNER', 'Ana has left'],
    ['NOT_SENDER_CONSTRAINED', 'Bound, mTLS, not seen to be checked'],
    ['OVERPRIVILEGED', 'can administer everything'],
    ['REUSE', '3 consumers'],
    ['LEAK_ACTIVE', 'found in a commit'],
    ['OFFBOARDED', 'workload billing decommissioned'],
  ] as const)('%s: %s', (code, value) => expect(reasonLine(code, about).value).toBe(value))
})

it('an end that is known is not called unknown', () => {
  const ends = { ...about, facts: standingKey({ ttlSeconds: 'not-reported', ageDays: 'not-reported' }), expiresAt: new Date('2026-12-10T00:00:00Z') } // prettier-ignore
  expect(reasonLine('UNKNOWN_TTL', ends).value).toBe('expires on 10 Dec 2026, but nobody says how long it lives')
  expect(reasonLine('STANDING_HIGH', ends).value).toBe('expires on 10 Dec 2026')
})

describe('the next step in words', () => {
  const ground: StepGround = { edits: true, name: 'deploy', disable: 'UpdateAccessKey X Status=Inactive', revoke: 'DeleteAccessKey X', suggested: null, actBy: new Date('2026-12-14T00:00:00Z') } // prettier-ignore
  it.each<[NextStep, Partial<StepGround>, string, string | null, string | null]>([
    [{ do: 'see-proof' }, {}, 'See proof', null, '#proof'],
    [{ do: 'contain' }, {}, 'Cut off deploy by 14 Dec', 'UpdateAccessKey X Status=Inactive', '#exposures'],
    [{ do: 'contain' }, { disable: null }, 'Cut off deploy by 14 Dec', 'DeleteAccessKey X', '#exposures'],
    [{ do: 'switch-off' }, { actBy: null }, 'Disable deploy', 'UpdateAccessKey X Status=Inactive', '#used-by'],
    [{ do: 'switch-off' }, { disable: null, actBy: null }, 'Delete deploy', 'DeleteAccessKey X', '#used-by'],
    [{ do: 'assign-owner', departed: false }, {}, 'Assign an owner', null, '#state-owner'],
    [{ do: 'find-out', unknown: ['UNKNOWN_SCOPE'] }, {}, 'Find out first', null, '#facts'],
    [{ do: 'add-control', missing: 'monitoring' }, { edits: false }, 'Add use monitoring', null, '#controls'],
    [{ do: 'replace', change: 'ttlSeconds <= 3600' }, {}, 'Replace deploy by 14 Dec', null, '#what-if'],
    [{ do: 'nothing' }, {}, 'Nothing to do', null, null],
  ])('%j', (step, changed, title, call, href) => {
    const words = stepWords(step, { ...ground, ...changed }, now)
    expect([words.title, words.call, words.link?.href ?? null]).toEqual([title, call, href])
  })

  it('names who is suggested and by what', () => {
    const step = stepWords(
      { do: 'assign-owner', departed: false },
      { ...ground, suggested: { name: 'Ben', evidence: 'CODEOWNERS', href: '/directory/suggestions?token=x' } },
      now,
    )
    expect(step.says).toBe('Nobody answers for it. Suggested: Ben (CODEOWNERS).')
    expect(step.link).toEqual({ href: '/directory/suggestions?token=x', label: 'See the suggestion' })
  })
})

it.each([
  [{ verdict: 'revoke-now', risk: 90, cause: 'unused' }, 'On 14 Dec its verdict becomes “Revoke now”, unless it is used before.'],
  [{ verdict: 'retired', risk: 0, cause: 'expiry' }, 'On 14 Dec its verdict becomes “Retired”, as it expires.'],
  [{ verdict: 'standing-privilege', risk: 64, cause: 'ageing' }, 'On 14 Dec its risk goes from 60 to 64, by its age alone.'],
] as const)('time alone: %j', (change, words) =>
  expect(timeChangeWords({ at: new Date('2026-12-14T00:00:00Z'), ...change }, { verdict: 'standing-privilege', risk: 60 }, now)).toBe(
    words,
  ),
)

it.each([
  ['aws.access-key', 'key'],
  ['github.pat.classic', 'token'],
  ['spiffe.x509-svid', 'certificate'],
  ['okta.api-token', 'token'],
  ['aws.service-credential.codecommit', 'credential'],
])('%s is called a %s', (kind, noun) => expect(tokenNoun(kind)).toBe(noun))

describe('time in text', () => {
  it.each([
    [11_520, '3 h 12 min'],
    [10_800, '3 h'],
    [180_000, '2 d 2 h'],
    [33 * 3_600, '33 h'],
    [33 * 3_600 + 300, '33 h 5 min'],
    [172_800, '2 d'],
    [59 * 60, '59 min'],
    [41 * 86_400, '41 d'],
  ])('%d s is %s', (seconds, words) => expect(spanInText(seconds)).toBe(words))

  it.each([
    [600, '10 minutes'],
    [86_400, '24 hours'],
    [129_600, '36 hours'],
    [90 * 86_400, '90 days'],
  ])('%d s lives %s', (seconds, words) => expect(lifeInText(seconds)).toBe(words))

  it('a year is said only where it could be mistaken', () => {
    expect(dayInText(new Date('2027-01-03T00:00:00Z'), now)).toBe('3 Jan')
    expect(dayInText(new Date('2027-11-03T00:00:00Z'), now)).toBe('3 Nov 2027')
  })

  it('counts and lists read as people say them', () => {
    expect([counted(1, 'day'), counted(1_204, 'day')]).toEqual(['1 day', '1,204 days'])
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'], 'or')]).toEqual(['', 'a', 'a and b', 'a, b or c'])
  })
})
