import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFacts } from '../score/testing/any-facts.ts'
import { outcomeOf } from '../score/score.ts'
import { standingKey } from '../score/testing/token.ts'
import { readTried, triedOn, whatIf } from './what-if.ts'

const key = standingKey({ ageDays: 412, scope: { level: 4, reach: 3 }, sensitivity: 3 })

describe('what an address tries', () => {
  it('is what the form offers', () => {
    expect(readTried({ 'if-life': '1h', 'if-level': '3', 'if-network': 'on', in: 'verdict=revoke-now' })).toEqual({
      'if-life': '1h',
      'if-level': 3,
      'if-network': 'on',
    })
  })

  it.each([{ 'if-life': '2h' }, { 'if-level': '7' }, { 'if-level': ['1', '2'] }, { 'if-binding': 'not-reported' }, { 'if-owner': '' }, {}])(
    'nothing else: %j',
    (query) => expect(readTried(query)).toEqual({}),
  )
})

describe('what if', () => {
  it('nothing is tried: nothing is told', () => expect(whatIf(key, {})).toBeNull())

  it('a shorter life is a younger secret too', () => {
    expect(triedOn(key, { 'if-life': '24h' })).toMatchObject({ ttlSeconds: 86_400, ageDays: 1 })
    expect(triedOn(standingKey({ ageDays: 'not-reported' }), { 'if-life': '90d' })).toMatchObject({ ageDays: 90 })
    expect(triedOn(key, { 'if-life': 'never' })).toMatchObject({ ageDays: 412 })
  })

  it('a binding that is tried is checked, and one that cannot be is not', () => {
    expect(triedOn(key, { 'if-binding': 'pop-app' }).popVerified).toBe(true)
    expect(triedOn(key, { 'if-binding': 'keyed-asym' }).popVerified).toBe(false)
  })

  it.each<[string, Parameters<typeof triedOn>[1], object]>([
    ['a short life', { 'if-life': '1h' }, { verdict: 'acceptable-with-controls' }],
    ['unused', { 'if-use': 'unused' }, { verdict: 'revoke-now', risk: 90 }],
    ['as it is already', { 'if-owner': 'assigned' }, { verdict: 'standing-privilege' }],
  ])('%s', (_, tried, becomes) => expect(whatIf(key, tried)).toMatchObject(becomes))

  it('a level that one grant has already is no more than there is', () => {
    const facts = standingKey({
      scope: [
        { level: 6, reach: 1 },
        { level: 5, reach: 3 },
      ],
    })
    expect(triedOn(facts, { 'if-level': 6 }).scope).toEqual(facts.scope)
    expect(triedOn(facts, { 'if-reach': 4 }).scope).toContainEqual({ level: 5, reach: 4 })
  })

  it('less is never worse', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(1, 2, 3, 4, 5, 6), (facts, level) => {
        const most = Array.isArray(facts.scope)
          ? Math.max(...facts.scope.map((one) => one.level))
          : facts.scope === 'not-reported'
            ? 6
            : facts.scope.level
        if (level > most || facts.scope === 'not-reported') return
        const capped = triedOn(facts, { 'if-level': level as 1 })
        expect(outcomeOf(capped).base).toBeLessThanOrEqual(outcomeOf(facts).base)
      }),
    )
  })
})
