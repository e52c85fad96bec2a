import { describe, expect, it } from 'vitest'
import { countWords, dueWords, exactly, leastAlone, leastAtHead, leastWords, localWords, pastWords, spanWords } from './time-words.ts'

const now = new Date('2026-11-30T12:00:00Z')
const before = (seconds: number) => new Date(now.getTime() - seconds * 1_000)

describe('time in words', () => {
  it.each([
    [0, 'just now'],
    [59, 'just now'],
    [60, '1 min ago'],
    [3 * 3_600, '3 h ago'],
    [2 * 86_400, '2 d ago'],
    [7 * 86_400, '7 d ago'],
    [7 * 86_400 + 1, '23 Nov 2026'],
    [-30, 'just now'],
    [-86_400, '1 Dec 2026'],
  ])('%d s ago reads %s', (seconds, words) => expect(pastWords(before(seconds), now)).toBe(words))

  it.each([
    [0, '0 s'],
    [600, '10 min'],
    [3_600, '1 h'],
    [86_400, '24 h'],
    [2 * 86_400, '2 d'],
    [412 * 86_400, '412 d'],
    [1_500 * 86_400, '1,500 d'],
  ])('%d s lasts %s', (seconds, words) => expect(spanWords(seconds)).toBe(words))

  it('what is due says which way', () => {
    expect(dueWords(before(-3 * 86_400), now)).toBe('in 3 d')
    expect(dueWords(before(2 * 86_400), now)).toBe('2 d ago')
  })

  it('evidence is exact, in UTC', () => expect(exactly(now)).toBe('2026-11-30 12:00:00 UTC'))
  it('and exact by another clock too', () => expect(localWords(now, 'Europe/Zurich')).toBe('30 Nov 2026, 13:00:00 CET'))
  it('counts have thousands', () => expect(countWords(3412)).toBe('3,412'))
  it.each([
    [false, '3,412'],
    [true, 'at least 3,412'],
  ])('a count with something missing (%s) reads %s', (atLeast, words) => expect(leastWords(3412, atLeast)).toBe(words))
  it.each([
    [412, false, '412', '412'],
    [412, true, 'At least 412', 'at least 412'],
    [0, false, '0', '0'],
    [0, true, 'At least 0', 'none seen'],
  ])('%i with something missing (%s) reads %s at the head of a sentence, %s alone', (count, atLeast, head, alone) => {
    expect(leastAtHead(count, atLeast)).toBe(head)
    expect(leastAlone(count, atLeast)).toBe(alone)
  })
})
