import { describe, expect, test } from 'vitest'
import type { LeakedToken, LeakLine } from '../model/leak.ts'
import { clockOf, doneSteps, stateOf, stepsOf } from './steps.ts'

const now = new Date('2026-11-27T12:00:00Z')
const found = new Date('2026-11-27T08:48:00Z')
const off = new Date('2026-11-27T10:00:00Z')
const token: LeakedToken = {
  id: 't',
  name: 'key',
  displayId: 'AKIA…7Q2X',
  kind: 'aws.access-key',
  state: 'live',
  absentRuns: 0,
  ownerId: null,
  ownerName: null,
  offAt: null,
  offAtFirst: false,
  planId: null,
  told: { by: 'provider' },
}
const said = { at: off, by: 'Ana', note: 'read in the trail' }
const leak: LeakLine = {
  id: 'x',
  state: 'live',
  exposure: 'confirmed',
  token,
  proposed: null,
  kind: null,
  reference: null,
  tail: null,
  detector: 'TruffleHog AWS',
  foundIn: 'acme/api',
  foundAt: found,
  exposedAt: null,
  url: null,
  places: [],
  placeCount: 1,
  matchedBy: 'provider id',
  certainty: 'certain',
  stillValid: 'not-reported',
  finderSays: null,
  finderClosed: false,
  recordedAt: found,
  toldAt: found,
  statedBy: 'x',
  replaced: null,
  reviewed: null,
  rescanned: null,
  closed: null,
  version: 1,
}
const gone = { ...token, state: 'gone', absentRuns: 2, offAt: off } as const
const with_ = (more: Partial<LeakLine>): LeakLine => ({ ...leak, ...more })
const doneOf = (more: Partial<LeakLine>) => stepsOf(with_(more)).flatMap(({ step, state }) => (state === 'done' ? [step] : []))

describe('steps close on what the provider shows, or what a person states', () => {
  test.each<[string, Partial<LeakLine>, string[]]>([
    ['a live token has none', {}, []],
    ['no match has none', { token: null }, []],
    ['disabled is contained and not deleted', { token: { ...token, state: 'disabled', offAt: off } }, ['contain']],
    ['absent once proves nothing yet', { token: { ...gone, absentRuns: 1, offAt: null } }, []],
    ['switched off, then absent once, it is not yet deleted', { token: { ...gone, absentRuns: 1 } }, ['contain']],
    ['absent twice is', { token: gone }, ['contain', 'delete']],
    ['revoked is deleted as well', { token: { ...token, state: 'revoked', offAt: off } }, ['contain', 'delete']],
    ['so is what has expired', { token: { ...token, state: 'expired', offAt: off } }, ['contain', 'delete']],
    ['what a plan saw in its place', { replaced: { ...said, by: null } }, ['replace']],
    ['what a person states', { replaced: said, reviewed: said, rescanned: said }, ['replace', 'review', 'rescan']],
    ['everything', { token: gone, replaced: said, reviewed: said, rescanned: said }, ['contain', 'replace', 'delete', 'review', 'rescan']],
  ])('%s', (_, more, done) => expect(doneOf(more)).toEqual(done))

  test.each(['disabled', 'revoked', 'expired', 'gone'] as const)('what was %s when it was first seen is contained, nobody knows since when', (state) => {
    const [contain, , remove] = stepsOf(with_({ token: { ...token, state, absentRuns: 2, offAt: off, offAtFirst: true } }))
    expect(contain).toMatchObject({ state: 'done', at: null, says: expect.stringContaining('It was off already when it was first seen') as string })
    if (state !== 'disabled') expect(remove).toMatchObject({ state: 'done', at: null })
  }) // prettier-ignore

  test('the plan of its token goes by the same rule', () => {
    for (const state of ['live', 'disabled', 'expired', 'revoked', 'gone'] as const)
      for (const absentRuns of [0, 1, 2])
        for (const stated of [null, said]) {
          const its = { replaced: stated, reviewed: stated, rescanned: stated }
          const done = doneSteps({ state, absentRuns, offAt: null }, { replaced: !!stated, reviewed: !!stated, rescanned: !!stated })
          expect([...done]).toEqual(doneOf({ token: { ...token, state, absentRuns }, ...its }))
        }
  })

  test('who closed it is said: a plan’s look, or a person', () => {
    const [, byPlan] = stepsOf(with_({ replaced: { ...said, by: null } }))
    const [, byPerson] = stepsOf(with_({ replaced: said }))
    expect([byPlan, byPerson]).toMatchObject([
      { by: 'plan', who: null, at: off },
      { by: 'person', who: 'Ana' },
    ])
  })

  const importedAt = new Date('2026-11-27T06:00:00Z')
  test.each<[LeakedToken['state'], string, string]>([
    ['live', 'The file imported on 27 Nov 2026 lists it as live: whoever has it can use it.', 'The file imported on 27 Nov 2026 lists it.'],
    ['disabled', 'The file imported on 27 Nov 2026 lists it as switched off. It can be switched on again.', 'The file imported on 27 Nov 2026 lists it.'],
    ['revoked', 'The file imported on 27 Nov 2026 lists it as revoked.', 'The file imported on 27 Nov 2026 lists it as revoked.'],
    ['expired', 'It has expired, as the file imported on 27 Nov 2026 says.', 'It has expired, as the file imported on 27 Nov 2026 says.'],
    ['gone', 'No file that covers everything lists it any more.', 'It was absent in two complete imports.'],
  ])('of a token from a file that is %s no provider is said to show anything', (state, contain, remove) => {
    const steps = stepsOf(with_({ token: { ...token, state, absentRuns: state === 'gone' ? 2 : 0, told: { by: 'file', importedAt } } }))
    const [first, , third] = steps
    expect([first?.says, third?.says]).toEqual([contain, remove])
    expect(JSON.stringify(steps)).not.toMatch(/provider/)
  }) // prettier-ignore

  test('without a token none is done by what its provider shows', () => {
    const states = stepsOf(with_({ token: null, replaced: said, reviewed: said, rescanned: said })).map(
      ({ step, state }) => `${step} ${state}`,
    )
    expect(states).toEqual(['contain open', 'replace done', 'delete open', 'review done', 'rescan done'])
  })

  test('a report that finds it again after the rescan says so', () => {
    const [, , , , rescan] = stepsOf(with_({ rescanned: said, toldAt: now }))
    expect(rescan?.says).toContain('A later report found it again.')
  })
})

describe('the clock', () => {
  test.each<[string, Partial<LeakLine>, object | null]>([
    ['runs since detection while it works', {}, { seconds: 11_520, runs: true }],
    ['runs without a match as well', { token: null }, { seconds: 11_520, runs: true }],
    ['runs without a match where it is found to work', { token: null, stillValid: 'yes' }, { seconds: 11_520, runs: true }],
    ['does not run where nobody’s does not work', { token: null, stillValid: 'no' }, null],
    ['runs while its provider shows it live, whatever its finder says', { stillValid: 'no' }, { seconds: 11_520, runs: true }],
    ['a word does not stop it', { replaced: said, reviewed: said }, { seconds: 11_520, runs: true }],
    ['stops when the provider shows it off', { token: { ...gone } }, { seconds: 4_320, runs: false }],
    ['is nothing where it was off before', { token: { ...gone, offAt: new Date('2026-11-01T00:00:00Z') } }, { seconds: 0, runs: false }],
    ['runs while it was absent once', { token: { ...gone, absentRuns: 1, offAt: null } }, { seconds: 11_520, runs: true }],
    ['runs until a second sync shows it revoked', { token: { ...token, state: 'revoked' } }, { seconds: 11_520, runs: true }],
    ['is not told where nobody can say since when', { token: { ...gone, offAt: null } }, null],
    ['is not told where it was off when it was first seen', { token: { ...token, state: 'disabled', offAt: off, offAtFirst: true } }, null],
    ['nor of what was off then and is away by now', { token: { ...gone, absentRuns: 1, offAtFirst: true } }, null],
    ['does not apply to what is not ours', { closed: { ...said, because: 'not-ours' } }, null],
  ])('%s', (_, more, clock) => expect(clockOf(with_(more), now)).toEqual(clock))
})

test.each<[string, Partial<LeakLine>, string]>([
  ['live', {}, 'live'],
  ['no match', { token: null }, 'unmatched'],
  ['off', { token: gone }, 'contained'],
  ['done', { token: gone, closed: { ...said, because: 'finished' } }, 'closed'],
  ['done, and it works again', { closed: { ...said, because: 'finished' } }, 'live'],
  ['put away', { closed: { ...said, because: 'not-ours' } }, 'not-ours'],
])('%s: %s is %s', (_, more, state) => expect(stateOf(with_(more))).toBe(state))
