import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Facts } from '../../model/facts.ts'
import { ciWords, readMoveEdge, writeMoveEdge, type FleetGroup } from '../../model/fleet.ts'
import { verdictRank } from '../../score/queue-key.ts'
import { outcomeOf } from '../../score/score.ts'
import { anyFacts } from '../../score/testing/any-facts.ts'
import { exampleKey, standingKey, token } from '../../score/testing/token.ts'
import { factsFromVector, vectorOf } from '../../score/vector.ts'
import { fleetChangeOf, fleetChanges, type FleetChange, type Told } from './changes.ts'
import { compare, movesFrom, readGroups, unreadTokens } from './compare.ts'

const other: Told = { kind: 'vault.token', ci: 'no' }
const anyTold = fc.record({
  kind: fc.constantFrom('aws.access-key', 'github.deploy-key', 'vault.token'),
  ci: fc.constantFrom('yes', 'no', 'unknown'),
}) as fc.Arbitrary<Told>

function change(id: string): FleetChange {
  const found = fleetChangeOf(id)
  if (!found) throw new Error(`There is no change ${id}.`)
  return found
}

function group(facts: Facts, tokens: number, told: Told = other): FleetGroup {
  const { verdict, risk } = outcomeOf(facts)
  return { ...told, vector: vectorOf(facts), verdict, risk, tokens }
}

describe('whom a change touches', () => {
  const key = { kind: 'aws.access-key', ci: 'yes' } as const
  test.each<[string, string, Facts, Told, boolean]>([
    ['a key in CI', 'ci-roles', exampleKey, key, true],
    ['a key elsewhere', 'ci-roles', exampleKey, { ...key, ci: 'no' }, false],
    ['a key of which nobody knows', 'ci-roles', exampleKey, { ...key, ci: 'unknown' }, false],
    ['another kind in CI', 'ci-roles', exampleKey, { kind: 'github.deploy-key', ci: 'yes' }, false],
    ['a day', 'life-24h', token({ ttlSeconds: 86_400 }), other, false],
    ['a second more', 'life-24h', token({ ttlSeconds: 86_401 }), other, true],
    ['never', 'life-24h', standingKey(), other, true],
    ['a life nobody knows', 'life-24h', token({ ttlSeconds: 'not-reported' }), other, true],
    ['a rotation that is shorter', 'life-24h', standingKey({ rotationEnforcedSeconds: 3_600 }), other, false],
    ['90 days', 'life-90d', token({ ttlSeconds: 90 * 86_400 }), other, false],
    ['never drilled', 'drills', standingKey(), other, true],
    ['drilled in an hour', 'drills', standingKey({ controls: { revocationMinutes: 60 } }), other, true],
    ['drilled in a quarter', 'drills', standingKey({ controls: { revocationMinutes: 15 } }), other, false],
    ['an owner who left', 'owners', standingKey({ owner: 'departed' }), other, true],
    ['an owner', 'owners', standingKey(), other, false],
    ['an administrator', 'no-admin', standingKey({ scope: [{ level: 3, reach: 4 }, { level: 6, reach: 1 }] }), other, true],
    ['rights nobody knows', 'no-admin', standingKey({ scope: 'not-reported' }), other, false],
    ['a writer', 'no-admin', standingKey({ scope: { level: 5, reach: 4 } }), other, false],
    ['bound and not checked', 'bound', token({ binding: 'pop-app' }), other, true],
    ['bound and checked', 'bound', token({ binding: 'pop-app', popVerified: true }), other, false],
    ['a bearer', 'bound', token(), other, false],
    ['unused for long', 'dormant', standingKey({ idleDays: 91 }), other, true],
    ['unused, and leaked', 'dormant', standingKey({ idleDays: 91, exposure: 'confirmed' }), other, true],
    ['unused, and of a type that is not allowed', 'dormant', standingKey({ idleDays: 91, prohibited: true }), other, true],
    ['never used and old', 'dormant', standingKey({ idleDays: 'never-used', ageDays: 91 }), other, true],
    ['never used, and “at least” old', 'dormant', standingKey({ idleDays: 'never-used', ageDays: 'not-reported' }), other, false],
    ['switched off already', 'dormant', standingKey({ idleDays: 91, lifecycle: 'disabled' }), other, false],
    ['unused as far as anybody knows', 'dormant', standingKey({ idleDays: 'not-reported' }), other, false],
  ])('%s: %s', (_, id, facts, told, touched) => expect(change(id).touches(facts, told)).toBe(touched)) // prettier-ignore
})

test.each<[string, Facts, object]>([
  ['ci-roles', exampleKey, { verdict: 'acceptable-with-controls' }],
  ['life-24h', standingKey({ scope: { level: 6, reach: 4 }, ageDays: 412 }), { verdict: 'acceptable-with-controls' }],
  ['life-90d', standingKey({ scope: { level: 6, reach: 4 }, ageDays: 412 }), { verdict: 'standing-privilege' }],
  ['no-admin', standingKey({ scope: { level: 6, reach: 4 } }), { verdict: 'standing-privilege' }],
  ['dormant', standingKey({ idleDays: 120 }), { verdict: 'retired', risk: 0 }],
  ['dormant', standingKey({ idleDays: 120, exposure: 'confirmed' }), { verdict: 'revoke-now', reason: 'LEAK_NOT_REPLACED' }],
  ['life-24h', standingKey({ exposure: 'confirmed' }), { verdict: 'revoke-now', risk: 100 }],
])('what %s makes of a token', (id, facts, becomes) => expect(outcomeOf(change(id).then(facts))).toMatchObject(becomes))

describe.each(fleetChanges.map((one) => [one.id, one] as const))('%s', (_, one) => {
  it('is never worse for those it touches', () => {
    fc.assert(
      fc.property(anyFacts, anyTold, (facts, told) => {
        fc.pre(one.touches(facts, told))
        const [before, after] = [outcomeOf(facts), outcomeOf(one.then(facts))]
        expect(verdictRank(after.verdict)).toBeLessThanOrEqual(verdictRank(before.verdict))
        expect(after.risk).toBeLessThanOrEqual(before.risk)
      }),
    )
  })

  it('is done once: nobody is touched a second time', () => {
    fc.assert(
      fc.property(anyFacts, anyTold, (facts, told) => {
        fc.pre(one.touches(facts, told))
        expect(one.touches(one.then(facts), told)).toBe(false)
      }),
    )
  })

  it('means the same to a vector as to the facts it is of', () => {
    fc.assert(
      fc.property(anyFacts, anyTold, (facts, told) => {
        const read = factsFromVector(vectorOf(facts))
        expect(one.touches(read, told)).toBe(one.touches(facts, told))
        expect(one.left?.is(read, told)).toBe(one.left?.is(facts, told))
        if (!one.touches(facts, told)) return
        const { verdict, risk } = outcomeOf(one.then(facts))
        expect(outcomeOf(one.then(read))).toMatchObject({ verdict, risk })
      }),
    )
  })
})

describe('a fleet before and after', () => {
  const never = standingKey({ scope: { level: 6, reach: 4 }, ageDays: 412 })
  const groups = readGroups([
    group(never, 3),
    group(token(), 5),
    group(standingKey({ idleDays: 120 }), 2),
    { ...group(token(), 7), vector: 'nps-0.9.0/B:bearer' },
  ])

  it('counts every token on both sides', () => {
    const { before, after, touched, moved, moves } = compare(change('life-24h'), groups)
    expect(Object.values(before.verdicts).reduce((sum, n) => sum + n)).toBe(17)
    expect(Object.values(after.verdicts).reduce((sum, n) => sum + n)).toBe(17)
    expect({ touched, moved, standing: [before.standing, after.standing] }).toEqual({ touched: 5, moved: 5, standing: [5, 0] })
    expect(before.risk - after.risk).toBe(moves.reduce((sum, { group: { tokens }, removed }) => sum + tokens * removed, 0))
    expect(moves.map(({ removed }) => removed)).toEqual(moves.map(({ removed }) => removed).toSorted((a, b) => b - a))
  })

  it('leaves what another model scored, and says how many', () => {
    expect(unreadTokens(groups)).toBe(7)
    expect(compare(change('drills'), groups).touched).toBe(10)
  })

  it('says whom it leaves', () => {
    const keys = readGroups([group(exampleKey, 4, { kind: 'aws.access-key', ci: 'unknown' }), group(exampleKey, 1, { kind: 'aws.access-key', ci: 'yes' })])
    expect(compare(change('ci-roles'), keys)).toMatchObject({ touched: 1, moved: 1, left: 4 })
  }) // prettier-ignore

  it('leaves what may be dormant: of unknown use, or never used at an age that nobody knows', () => {
    const keys = [standingKey({ idleDays: 'not-reported' }), standingKey({ idleDays: 'never-used', ageDays: 'not-reported' }), standingKey({ idleDays: 'never-used', ageDays: 91 }), token({ idleDays: 'not-reported' })]
    expect(compare(change('dormant'), readGroups(keys.map((facts, n) => group(facts, 10 ** n))))).toMatchObject({ touched: 100, left: 11 })
  }) // prettier-ignore

  it('takes no more groups than fill a page, and every one that ties', () => {
    const { moves } = compare(change('life-24h'), groups)
    const least = (rows: number, from = Infinity) => movesFrom(moves, from, rows).map(({ group: { tokens } }) => tokens)
    expect(least(1)).toHaveLength(1)
    expect(least(17)).toHaveLength(2)
    expect(least(1, moves[0]?.removed)).toHaveLength(2)
    expect(least(17, (moves.at(-1)?.removed ?? 0) - 1)).toEqual([])
  })
})

test.each([
  ['ci-deploy', true],
  ['mobile ci', true],
  ['ci', true],
  ['build pipelines', true],
  ['github-actions-any-branch', true],
  ['incident desk', false],
  ['city planner', false],
  ['pipeliner', false],
])('“%s” is a pipeline: %s', (name, is) => expect(ciWords.test(name)).toBe(is))

test('an edge reads back, and a forged one is the first page', () => {
  const edge = { removed: 40, id: '00000000-0000-7000-8000-000000000001', before: 50 }
  expect(readMoveEdge(writeMoveEdge(edge))).toEqual(edge)
  for (const forged of [undefined, '', '40', '40~nobody~50', `x~${edge.id}~50`, `40~${edge.id}~-1`, ['a', 'b']]) expect(readMoveEdge(forged)).toBeNull()
}) // prettier-ignore
