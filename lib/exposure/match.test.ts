import { describe, expect, test } from 'vitest'
import { exposureState, matchOf, type Candidate } from './match.ts'

const one = (by: Candidate['by'], tokenId = 'a', more: Partial<Candidate> = {}): Candidate => ({
  by,
  tokenId,
  live: true,
  copied: false,
  certainty: null,
  ...more,
})
const nothing = { tokenId: null, proposedId: null, by: 'nothing', certainty: 'none' }

describe('which token a leak is of', () => {
  test.each([
    ['nothing fits', [], { ...nothing, among: 0 }],
    ['the provider’s id, of a dead token as well', [one('provider id', 'a', { live: false })], { tokenId: 'a', certainty: 'certain', by: 'provider id' }],
    ['an id that two sources have names neither, and nothing weaker decides', [one('provider id', 'a'), one('provider id', 'b'), one('last eight', 'b')], { ...nothing, among: 2 }],
    ['a key that a file tells of as well is its provider’s', [one('provider id', 'a', { copied: true }), one('provider id', 'b')], { tokenId: 'b', certainty: 'certain' }],
    ['one that only a file tells of', [one('provider id', 'a', { copied: true })], { tokenId: 'a', certainty: 'certain' }],
    ['the same secret is as sure as it was', [one('same secret', 'a', { certainty: 'likely' })], { tokenId: 'a', certainty: 'likely', by: 'same secret' }],
    ['the surest of several', [one('same secret', 'a', { certainty: 'likely' }), one('same secret', 'a', { certainty: 'stated' })], { tokenId: 'a', certainty: 'stated' }],
    ['the last eight', [one('last eight')], { tokenId: 'a', certainty: 'likely', by: 'last eight' }],
    ['an id before the last eight of another', [one('last eight', 'b'), one('provider id', 'a')], { tokenId: 'a', by: 'provider id' }],
    ['the last four propose', [one('last four')], { tokenId: null, proposedId: 'a', certainty: 'possible', by: 'last four' }],
    ['but no dead token', [one('last four', 'a', { live: false })], { ...nothing, among: 0 }],
    ['nor one of two', [one('last four', 'a'), one('last four', 'b')], { ...nothing, among: 2 }],
    ['the place proposes', [one('place')], { tokenId: null, proposedId: 'a', by: 'place' }],
  ] as const)('%s', (_, candidates, match) => expect(matchOf(candidates)).toMatchObject(match))
}) // prettier-ignore

test.each([
  ['seen whole and certain', true, 'not-reported', 'certain', 'confirmed'],
  ['an id alone', false, 'not-reported', 'certain', 'suspected'],
  ['an id alone that works', false, 'yes', 'certain', 'confirmed'],
  ['likely', true, 'yes', 'likely', 'suspected'],
  ['stated', true, 'no', 'stated', 'confirmed'],
] as const)('%s: %s %s %s', (_, secretSeen, stillValid, certainty, state) => expect(exposureState({ secretSeen, stillValid }, certainty)).toBe(state)) // prettier-ignore
