import { describe, expect, test } from 'vitest'
import { clockWords, matchWords, openingWords, stateSays, toldWords, validBy } from './exposure-words.ts'

const at = new Date('2026-11-27T10:00:00Z')

describe('who was told of a leak', () => {
  test.each<[string, boolean, Parameters<typeof toldWords>[1], string | Date]>([
    ['messages are off, and nothing was made', false, null, 'not told: messages are off'],
    ['messages are off by now, and one waited', false, { state: 'queued', sentAt: null }, 'not told: messages are off'],
    ['it was sent before they were switched off', false, { state: 'sent', sentAt: at }, at],
    ['nothing was made yet', true, null, 'not told yet'],
    ['it waits', true, { state: 'queued', sentAt: null }, 'on its way'],
    ['it is tried again', true, { state: 'failed', sentAt: null }, 'not yet: it is tried again'],
    ['it was given up', true, { state: 'given-up', sentAt: null }, 'not told: it could not be sent'],
  ])('%s', (_, isOn, told, says) => expect(toldWords(isOn, told)).toEqual(says))
})

const provider = { told: { by: 'provider' } } as const
const file = { told: { by: 'file', importedAt: at } } as const

test.each([
  [{ works: 'yes', by: 'provider' }, provider, 'its provider shows it live'],
  [{ works: 'no', by: 'provider' }, provider, 'its provider shows it off'],
  [{ works: 'yes', by: 'file' }, file, 'the file imported on 27 Nov 2026 lists it as live'],
  [{ works: 'no', by: 'file' }, file, 'the file imported on 27 Nov 2026 lists it as off'],
  [{ works: 'yes', by: 'file' }, { told: { by: 'file', importedAt: null } }, 'an imported file lists it as live'],
  [{ works: 'yes', by: 'finder' }, null, 'what found it says so'],
  [{ works: 'not-reported', by: null }, null, null],
] as const)('who says that it works: %j %j', (valid, token, says) => expect(validBy(valid, token)).toBe(says))

test.each([
  [provider.told, 'certain, by the provider’s id'],
  [file.told, 'certain, by the id in its file'],
] as const)('a match by an id says whose id it is: %j', (told, says) => {
  const token = { id: 't', name: 't', displayId: 't', kind: 'k', ownerId: null, ownerName: null, planId: null, state: 'live', absentRuns: 0, offAt: null, offAtFirst: false, told } as const // prettier-ignore
  expect(matchWords({ matchedBy: 'provider id', certainty: 'certain', token })).toBe(says)
})

test('what is nobody’s and does not work has no clock', () => {
  expect(clockWords({ clock: null, foundAt: at, token: null }, at)).toBe('none: it does not work')
})

describe('the first sentence', () => {
  const none = { live: 0, liveTokens: 0, liveSince: null, unmatchedValid: 0, open: 0 }
  const since = new Date('2026-11-27T08:00:00Z')
  const firstNumber = (says: string) => Number(/^\d+/.exec(says)?.[0])
  test.each([
    [{ ...none, live: 1, liveTokens: 1, liveSince: since, open: 1 }, '1 leaked token still works'],
    [{ ...none, live: 2, liveTokens: 1, liveSince: since, open: 2 }, '2 leaks of 1 token that still works'],
    [{ ...none, live: 5, liveTokens: 3, liveSince: since, open: 5 }, '5 leaks of 3 tokens that still work'],
    [{ ...none, live: 3, liveTokens: 3, liveSince: since, open: 3 }, '3 leaked tokens still work'],
    [{ ...none, open: 2 }, '2 leaks are not done with'],
  ])('counts what its link opens: %j', (counts, says) => {
    const [link] = openingWords(counts, at).filter((part) => typeof part !== 'string')
    expect(link?.says).toBe(says)
    expect(firstNumber(says)).toBe(link && counts[link.tab as 'live' | 'open'])
  })
  test('what works and is nobody’s opens those alone, without what was not checked', () => {
    const parts = openingWords({ ...none, unmatchedValid: 2, open: 4 }, at)
    expect(parts).toContainEqual({ tab: 'unmatched', works: true, says: '2 more work, and nobody knows whose they are' })
  })
})

test.each([
  ['gone', 1, null, 'Absent once, not yet proved'],
  ['gone', 1, at, 'Cut off, not done'],
  ['gone', 2, at, 'Cut off, not done'],
  ['disabled', 0, at, 'Cut off, not done'],
] as const)('a token that is %s, absent %i times: how its leak stands', (state, absentRuns, offAt, says) => {
  const token = { id: 't', name: 't', displayId: 't', kind: 'k', ownerId: null, ownerName: null, planId: null, state, absentRuns, offAt }
  expect(stateSays({ state: 'contained', token })).toBe(says)
})
