import { describe, expect, it, test } from 'vitest'
import { besideVerdict, controlsMet, openingWords, standingWords, tokensWords } from './exception-words.ts'

const now = new Date('2026-11-30T12:00:00Z')
const on = (day: string) => new Date(`${day}T00:00:00Z`)
const none = { awaiting: 0, active: 0, ending: 0, stale: 0, ended: 0 }
const said = (counts: Partial<typeof none>) =>
  openingWords({ ...none, ...counts }, 14)
    .map((part) => (typeof part === 'string' ? part : part.says))
    .join('')

describe('the sentence of the list', () => {
  it.each([
    [{}, 'Nothing is accepted beyond its verdict now.'],
    [{ ended: 7 }, 'Nothing is accepted beyond its verdict now.'],
    [{ awaiting: 1 }, 'Nothing is accepted beyond its verdict now. One waits for a decision.'],
    [{ active: 1 }, 'One exception holds; the verdicts are unchanged.'],
    [
      { active: 1_200, ending: 3, stale: 1, awaiting: 2 },
      '1,200 exceptions hold; the verdicts are unchanged. 3 end within 14 days. One rests on evidence that is out of date. 2 wait for a decision.',
    ],
  ])('%j', (counts, words) => expect(said(counts)).toBe(words))

  it('leads to the rows it counts', () => {
    const tabs = openingWords({ ...none, active: 1, ending: 1, stale: 1, awaiting: 1 }, 14).flatMap((part) =>
      typeof part === 'string' ? [] : [part.tab],
    )
    expect(tabs).toEqual(['active', 'ending', 'stale', 'awaiting'])
  })
})

const line = {
  state: 'approved',
  requestedBy: 'Ana',
  requestedAt: on('2026-11-20'),
  endsAt: on('2027-01-03'),
  decidedBy: 'L. Chen',
  decidedAt: on('2026-11-21'),
  endedAt: null,
  endedBecause: null,
} as const

describe('where an exception stands', () => {
  it.each([
    [{ ...line }, 'Accepted until 3 Jan by L. Chen. The verdict is unchanged, and at its end it is open again.'],
    [
      { ...line, state: 'requested', decidedBy: null, decidedAt: null },
      'Ana asked on 20 Nov that this be accepted until 3 Jan. Nothing is accepted before somebody else approves it.',
    ],
    [{ ...line, state: 'refused' }, 'Refused by L. Chen on 21 Nov. Nothing was accepted.'],
    [{ ...line, state: 'ended', endedAt: on('2026-11-25'), endedBecause: 'leak' }, 'Ended on 25 Nov 2026: a token of it leaked.'],
  ] as const)('%#', (standing, words) => expect(standingWords(standing, now)).toBe(words))

  it.each([
    ['approved', 'Accepted until 3 Jan by L. Chen; verdict unchanged.'],
    ['requested', 'Ana asked for an exception; nothing is accepted yet.'],
    ['refused', null],
    ['ended', null],
  ] as const)('beside the verdict, %s', (state, words) => expect(besideVerdict({ ...line, state }, now)).toBe(words))
})

test.each([
  [[], 'tokens that are gone'],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c', 'd'], 'a and 3 more'],
])('tokens %j: %s', (names, words) => expect(tokensWords(names)).toBe(words))

test('a control counts while its evidence does, and others than the required ones do not', () => {
  const control = (type: 'network' | 'monitoring' | 'vaulting', until: string) =>
    ({ type, evidence: 'x', evidencedAt: on('2026-09-01'), expiresAt: on(until) }) as const
  const required = { ordinary: ['network', 'monitoring'], 'break-glass': ['vaulting'], seasonal: ['vaulting'] } as const
  const controls = [control('network', '2026-12-01'), control('monitoring', '2026-11-30'), control('vaulting', '2026-12-30')]
  expect(controlsMet({ kind: 'ordinary', controls }, required, now)).toEqual({ met: 1, of: 2 })
})
