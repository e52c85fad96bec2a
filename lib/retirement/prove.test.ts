import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proofs, type Proved, type Successor, type WatchedToken } from '../model/plan.ts'
import { asDelivered } from '../model/policy.ts'
import { lookAt, quietDays, rank, type Asked } from './prove.ts'

const at = (day: number, hour = 0) => new Date(Date.UTC(2026, 10, 1 + day, hour))
const unproved: Proved = { proved: 'none', quietUntil: null }
const successor: Successor = { id: 'new', name: 'new-role', displayId: null, lastUsedAt: at(4), isGone: false, stands: false }

const token = (facts: Partial<WatchedToken> = {}): WatchedToken => ({
  id: 'a',
  name: 'old-key',
  state: 'live',
  lastUsed: { at: at(3), service: 's3' },
  absentRuns: 0,
  deadRuns: 0,
  longestGapDays: null,
  lastComplete: { id: 'run', at: at(6) },
  ...facts,
})
const asked = (facts: Partial<Asked> = {}): Asked => ({
  switchedAt: at(5),
  successor,
  place: 'seen',
  misfit: null,
  openedAt: at(0),
  quiet: asDelivered,
  ...facts,
})

describe('how far a token is proved', () => {
  it.each<[string, Partial<WatchedToken>, Partial<Asked>, (typeof proofs)[number], RegExp | null]>([
    ['nobody has named a successor', {}, { successor: null, switchedAt: null }, 'none', null],
    ['switched without a successor', {}, { successor: null }, 'none', /Nobody has named/],
    ['the successor was never used', {}, { successor: { ...successor, lastUsedAt: null }, switchedAt: null }, 'none', null],
    ['switched to one that was never used', {}, { successor: { ...successor, lastUsedAt: null } }, 'none', /never been used/],
    ['the successor is gone', {}, { successor: { ...successor, isGone: true } }, 'none', /not there any more/],
    ['the successor is in use', {}, { switchedAt: null }, 'replaced', null],
    [
      'the successor in use is not what the way leads to',
      {},
      { switchedAt: null, misfit: 'another standing key' },
      'none',
      /^another standing key$/,
    ],
    [
      'one that is gone is said to be gone first',
      {},
      { misfit: 'another standing key', successor: { ...successor, isGone: true } },
      'none',
      /not there any more/,
    ],
    ['switched to what the way does not lead to', {}, { misfit: 'another standing key' }, 'none', /^another standing key$/],
    ['deleted, whatever took its place', { state: 'gone', absentRuns: 2 }, { misfit: 'another standing key' }, 'verified', null],
    ['no use of a successor is asked for', {}, { place: 'unseen', misfit: 'another standing key' }, 'cut-over', null],
    ['switched, and no sync has begun since', { lastComplete: { id: 'run', at: at(5) } }, {}, 'replaced', null],
    ['switched, and no complete sync at all', { lastComplete: null }, {}, 'replaced', null],
    ['switched, and a complete sync saw no use since', {}, {}, 'cut-over', null],
    ['used at the very moment of the switch', { lastUsed: { at: at(5), service: null } }, {}, 'cut-over', null],
    ['used after the switch', { lastUsed: { at: at(5, 1), service: 's3' } }, {}, 'replaced', /used by s3 on .* after the switch/],
    ['never used', { lastUsed: 'never' }, {}, 'cut-over', null],
    ['no use inside the window that is kept', { lastUsed: { notSince: at(1) } }, {}, 'cut-over', null],
    ['use is not told', { lastUsed: 'not-reported' }, {}, 'replaced', /does not tell/],
    ['the last sync of the quiet period', { lastComplete: { id: 'run', at: at(11, 23) } }, {}, 'cut-over', null],
    ['the first sync after it', { lastComplete: { id: 'run', at: at(12) } }, {}, 'quiet', null],
    ['a token that pauses long has a longer one', { longestGapDays: 10, lastComplete: { id: 'run', at: at(24) } }, {}, 'cut-over', null],
    [
      'nothing takes its place: unused since the plan',
      {},
      { place: 'nothing', successor: null, switchedAt: null, openedAt: at(4) },
      'cut-over',
      null,
    ],
    [
      'nothing takes its place, and it was used',
      {},
      { place: 'nothing', successor: null, switchedAt: null, openedAt: at(2) },
      'replaced',
      /Something still uses it/,
    ],
    [
      'a use that nobody reports takes its place, not switched yet',
      {},
      { place: 'unseen', successor: null, switchedAt: null },
      'none',
      null,
    ],
    ['a use that nobody reports takes its place', {}, { place: 'unseen', successor: null }, 'cut-over', null],
    [
      'a use that nobody reports, and the old one goes on',
      { lastUsed: { at: at(6), service: null } },
      { place: 'unseen', successor: null },
      'replaced',
      /Something still uses it/,
    ],
    ['disabled, whatever else', { state: 'disabled', lastUsed: 'not-reported' }, { successor: null }, 'disabled', null],
    ['expired', { state: 'expired', deadRuns: 1 }, {}, 'deleted', null],
    ['revoked in one complete sync', { state: 'revoked', deadRuns: 1 }, {}, 'deleted', null],
    ['revoked in two', { state: 'revoked', deadRuns: 2 }, {}, 'verified', null],
    ['absent in one', { state: 'gone', absentRuns: 1 }, {}, 'deleted', null],
    ['absent in two', { state: 'gone', absentRuns: 2 }, {}, 'verified', null],
  ])('%s', (_, facts, plan, proved, refusal) => {
    const look = lookAt(token(facts), unproved, asked(plan))
    expect(look.proved).toBe(proved)
    if (refusal) expect(look.refusal).toMatch(refusal)
    else expect(look.refusal).toBeNull()
  })

  it('a step is proved once, with the run that showed it', () => {
    const first = lookAt(token(), unproved, asked())
    expect(first.evidence).toEqual([
      { tokenId: 'a', proof: 'cut-over', says: 'not used since 2026-11-06 00:00 UTC', runId: 'run', at: at(6) },
    ])
    expect(lookAt(token(), first, asked()).evidence).toEqual([])
  })

  it.each<[string, Partial<Successor>, string]>([
    ['a role by its name', {}, 'new-role'],
    ['a key by what tells it from the old one of the same name', { name: 'old-key', displayId: 'AKIA…0002' }, 'old-key (AKIA…0002)'],
    ['one called by its id alone, once', { name: 'AKIA…0002', displayId: 'AKIA…0002' }, 'AKIA…0002'],
  ])('the successor is named: %s', (_, facts, called) => {
    const named = { ...successor, ...facts }
    const [shown] = lookAt(token(), unproved, asked({ successor: named, switchedAt: null })).evidence
    expect(shown).toMatchObject({ successorId: 'new', says: `${called} was used on 2026-11-05 00:00 UTC` })
    const unused = lookAt(token(), unproved, asked({ successor: { ...named, lastUsedAt: null } }))
    expect(unused.refusal).toBe(`${called} has never been used, so the switch is not proved.`)
    const gone = lookAt(token(), unproved, asked({ successor: { ...named, isGone: true } }))
    expect(gone.refusal).toBe(`${called}, which takes its place, is not there any more.`)
  })

  it('the quiet period is known from the first proof of the switch', () => {
    expect(lookAt(token({ longestGapDays: 6 }), unproved, asked()).quietUntil).toEqual(at(17))
  })

  it.each([
    [null, 7],
    [3, 7],
    [3.6, 8],
    [17, 34],
    [90, 35],
  ])('pauses of up to %s days: quiet for %s', (longestGapDays, days) => expect(quietDays({ longestGapDays }, asDelivered)).toBe(days))

  it.each<[Proved['proved'], Partial<WatchedToken>, boolean]>([
    ['verified', {}, true],
    ['deleted', {}, true],
    ['disabled', {}, true],
    ['verified', { state: 'disabled' }, false],
    ['quiet', { lastUsed: { at: at(6), service: null } }, false],
  ])('%s, and then it is as it is now: came back %#', (proved, facts, cameBack) =>
    expect(lookAt(token(facts), { proved, quietUntil: null }, asked()).cameBack).toBe(cameBack),
  )
})

const anyInstant = fc.integer({ min: -60, max: 60 }).map((day) => at(day))
const anyToken: fc.Arbitrary<WatchedToken> = fc.record({
  id: fc.constant('a'),
  name: fc.constant('old-key'),
  state: fc.constantFrom('live', 'disabled', 'expired', 'revoked', 'gone'),
  lastUsed: fc.oneof(
    fc.constantFrom('never' as const, 'not-reported' as const),
    anyInstant.map((instant) => ({ at: instant, service: null })),
    anyInstant.map((instant) => ({ notSince: instant })),
  ),
  absentRuns: fc.integer({ min: 0, max: 3 }),
  deadRuns: fc.integer({ min: 0, max: 3 }),
  longestGapDays: fc.option(fc.float({ min: 0, max: 400, noNaN: true })),
  lastComplete: fc.option(anyInstant.map((instant) => ({ id: 'run', at: instant }))),
})
const anyAsked: fc.Arbitrary<Asked> = fc.record({
  switchedAt: fc.option(anyInstant),
  successor: fc.option(
    fc.record({
      id: fc.constant('new'),
      name: fc.constant('new'),
      displayId: fc.option(fc.constant('AKIA…0002')),
      lastUsedAt: fc.option(anyInstant),
      isGone: fc.boolean(),
      stands: fc.boolean(),
    }),
  ),
  place: fc.constantFrom('seen', 'unseen', 'nothing'),
  misfit: fc.option(fc.constant('another standing key')),
  openedAt: anyInstant,
  quiet: fc.record({ quietLeastDays: fc.integer({ min: 1, max: 35 }), quietMostDays: fc.integer({ min: 35, max: 90 }) }),
})
const anyProved: fc.Arbitrary<Proved> = fc.record({ proved: fc.constantFrom(...proofs), quietUntil: fc.option(anyInstant) })

describe('whatever happens', () => {
  it('nothing is verified without two complete runs that say so', () =>
    fc.assert(
      fc.property(anyToken, anyProved, anyAsked, (some, before, plan) => {
        const { proved } = lookAt(some, before, plan)
        expect(proved === 'verified').toBe(some.absentRuns >= 2 || some.deadRuns >= 2)
      }),
    ))

  it('nothing is cut over or quiet while it is used after the switch, or its successor is not', () =>
    fc.assert(
      fc.property(anyToken, anyProved, anyAsked, (some, before, plan) => {
        const { proved } = lookAt(some, before, plan)
        if (proved !== 'cut-over' && proved !== 'quiet') return
        const since = plan.switchedAt ?? (plan.place === 'nothing' ? plan.openedAt : null)
        expect(since).not.toBeNull()
        if (typeof some.lastUsed === 'object' && 'at' in some.lastUsed) expect(some.lastUsed.at <= since!).toBe(true)
        if (plan.place === 'seen') expect([plan.misfit, plan.successor?.lastUsedAt]).toEqual([null, expect.any(Date)])
        expect(some.lastComplete!.at > since!).toBe(true)
      }),
    ))

  it('a token that lives again is never left where it was', () =>
    fc.assert(
      fc.property(anyToken, anyProved, anyAsked, (some, before, plan) => {
        const live = { ...some, state: 'live' as const, absentRuns: 0, deadRuns: 0 }
        const look = lookAt(live, before, plan)
        expect(rank(look.proved)).toBeLessThan(rank('disabled'))
        expect(look.cameBack).toBe(rank(before.proved) >= rank('disabled'))
      }),
    ))

  it('to look twice is to look once', () =>
    fc.assert(
      fc.property(anyToken, anyProved, anyAsked, (some, before, plan) => {
        const once = lookAt(some, before, plan)
        const twice = lookAt(some, once, plan)
        expect({ proved: twice.proved, evidence: twice.evidence, cameBack: twice.cameBack }).toEqual({
          proved: once.proved,
          evidence: [],
          cameBack: false,
        })
      }),
    ))
})
