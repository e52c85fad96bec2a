import { describe, expect, test } from 'vitest'
import type { Sighting } from '../model/sighting.ts'
import type { Assessed, Before, Known } from '../model/token.ts'
import { aSighting } from '../model/testing/sighting.ts'
import { assess } from '../score/assess.ts'
import { changesOf, matters } from './change.ts'

const NOW = new Date('2026-11-24T12:00:00Z')
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000)
const nothing: Known = {
  owner: null,
  workload: null,
  breadth: [{ level: 3, reach: 2 }],
  controls: [],
  exposures: [],
  stated: [],
  gone: false,
}
const nobody = { ownerId: null, ownerHow: null, workloadId: null, workloadHow: null }

/** Over its cap on both sides: nobody's, of a vendor, in an address, and it administers what nobody can lose. */
const hopeless: Partial<Known> = { breadth: [{ level: 6, reach: 4 }] }
const worst = (days: number): Partial<Sighting> => ({ issuedAt: ago(days), expires: 'never', binding: 'bearer-url', lastUsed: 'not-reported', storage: 'plaintext', thirdParty: 'Acme', agent: 'autonomous', sensitivity: 4 }) // prettier-ignore

function look(
  said: Partial<Sighting>,
  known: Partial<Known> = {},
  whose: Partial<typeof nobody> | { ownerId: string } = {},
  now = NOW,
): Assessed {
  const breadth = known.breadth === undefined ? nothing.breadth : known.breadth
  const worst = breadth === 'not-reported' ? null : (breadth[0] ?? null)
  return assess(aSighting({ lastUsed: { at: ago(10) }, ...said }), { ...nothing, ...known }, worst, { ...nobody, ...whose }, now)
}

function before(said: Partial<Sighting> = {}, known: Partial<Known> = {}): Before {
  const was = look(said, known)
  return {
    id: 't',
    sighting: was.sighting,
    state: was.state,
    verdict: was.score.verdict,
    risk: was.score.risk,
    base: was.score.base,
    vector: was.score.vector,
    level: was.breadth?.level ?? null,
    reach: was.breadth?.reach ?? null,
    ...nobody,
    exposure: was.facts.exposure,
    statedFacts: was.statedFacts,
    firstSeenAt: ago(100),
    missingSince: null,
    version: 1,
  }
}

const kinds = (was: Before | null, is: Assessed) => changesOf(was, is).map((change) => change.kind)

describe('what happened', () => {
  test('nothing, where nothing did', () => expect(changesOf(before(), look({}))).toEqual([]))
  test('a first look is one change', () => expect(kinds(null, look({}))).toEqual(['first-seen']))
  test.each<[string, Partial<Sighting>, Partial<Sighting>, string[]]>([
    ['renamed', {}, { name: 'billing-export-2' }, ['renamed']],
    ['a new secret under the old id', { issuedAt: ago(100) }, { issuedAt: ago(1) }, ['rotated']],
    ['an older issue date is a correction, no rotation', { issuedAt: ago(10) }, { issuedAt: ago(11) }, []],
    ['a first use', { lastUsed: 'never' }, { lastUsed: { at: ago(1) } }, ['used', 'verdict-changed']],
    ['everyday use is no event', { lastUsed: { at: ago(2) } }, { lastUsed: { at: ago(1) } }, []],
    ['use after a long silence is', { lastUsed: { at: ago(60) } }, { lastUsed: { at: ago(1) } }, ['used']],
    ['switched off', {}, { lifecycle: 'disabled' }, ['disabled', 'verdict-changed']],
  ])('%s', (_, was, is, expected) => expect(kinds(before(was), look(is))).toEqual(expected))
  test('wider, narrower, other', () => {
    const permissions = (stated: string) => ({ permissions: { scheme: 'stated', stated } })
    const was = before(permissions('a'))
    expect(kinds(was, look(permissions('b'), { breadth: [{ level: 6, reach: 4 }] }))).toContain('scope-widened')
    expect(kinds(was, look(permissions('b'), { breadth: [{ level: 1, reach: 1 }] }))).toContain('scope-narrowed')
    expect(kinds(was, look(permissions('b')))).toEqual(['permissions-changed'])
    expect(kinds(was, look(permissions('b'), { breadth: 'not-reported' }))).toContain('scope-widened')
  })
  test('gone, and back', () => {
    const gone = look({}, { gone: true })
    expect(kinds(before(), gone)).toEqual(['gone', 'verdict-changed'])
    expect(kinds({ ...before(), state: 'gone', verdict: 'retired' }, look({}))).toEqual(['returned', 'verdict-changed'])
  })
  test('an expired token whose expiry moved is renewed, not switched on', () => {
    const was = { ...before({ expires: { fixed: ago(2) } }) }
    expect(was.state).toBe('expired')
    expect(kinds(was, look({ expires: { fixed: ago(-30) } }))).toEqual(['renewed', 'expiry-changed', 'verdict-changed'])
  })
  test('exposed', () => {
    const exposures = [{ state: 'confirmed', replaced: false, closed: false }] as const
    expect(kinds(before(), look({}, { exposures }))).toEqual(['exposed', 'verdict-changed'])
  })
})

describe('what belongs in the history', () => {
  test('a first look', () => expect(matters(null, look({}))).toBe(true))
  test('not a use', () => expect(matters(before({ lastUsed: { at: ago(2) } }), look({ lastUsed: { at: ago(1) } }))).toBe(false))
  test('not where only the evidence is named otherwise', () =>
    expect(matters(before(), look({ evidence: { issuedAt: 'other call' } }))).toBe(false))
  test.each<[string, Partial<Sighting>, number, boolean]>([
    [
      'idle days cross a step that no number of a short life feels',
      { expires: { lastsSeconds: 3_600 }, lastUsed: { at: ago(90) } },
      1,
      true,
    ],
    ['idle days within a step', { expires: { lastsSeconds: 3_600 }, lastUsed: { at: ago(88) } }, 1, false],
    ['age crosses a step, though nothing can be worse', worst(90), 1, true],
    ['age within a step', worst(88), 1, false],
    ['age crosses its next step', worst(180), 1, true],
    ['a month within the last step', worst(731), 30, false],
  ])('%s', (_, said, days, expected) => {
    const was = before(said, hopeless)
    const is = look(said, hopeless, {}, new Date(NOW.getTime() + days * 86_400_000))
    expect([is.score.verdict, is.score.risk, is.score.base]).toEqual([was.verdict, was.risk, was.base])
    expect(matters(was, is)).toBe(expected)
  })
  test('a life of three years without a use costs a dozen rows by age and idle days', () => {
    let was = before({ issuedAt: NOW, lastUsed: { at: NOW } })
    let rows = 0
    for (let days = 1; days <= 1_100; days += 1) {
      const is = look({ issuedAt: NOW, lastUsed: { at: NOW } }, {}, {}, new Date(NOW.getTime() + days * 86_400_000))
      if (matters(was, is)) rows += 1
      was = { ...was, verdict: is.score.verdict, risk: is.score.risk, base: is.score.base, vector: is.score.vector }
    }
    expect(rows).toBeGreaterThanOrEqual(8)
    expect(rows).toBeLessThanOrEqual(12)
  })
  test('an owner', () => expect(matters(before(), look({}, {}, { ownerId: 'o' }))).toBe(true))
  test('a fact', () => expect(matters(before(), look({ expires: { fixed: ago(-30) } }))).toBe(true))
})
