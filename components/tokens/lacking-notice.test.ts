import { describe, expect, test } from 'vitest'
import { lackingWords, type Lacking } from './lacking-notice.tsx'

const now = new Date('2026-11-30T12:00:00Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const gap = { object: 'GitHub deploy keys', call: 'GET /repos', why: 'not-permitted', says: '' } as const

describe('what is missing of a source', () => {
  test.each<[string, Omit<Lacking, 'id' | 'name'>, string]>([
    ['overdue', { why: 'stale', lastCompleteAt: hoursAgo(72) }, 'overdue, last complete sync 3 d ago.'],
    ['never read', { why: 'never', lastCompleteAt: null }, 'never read whole.'],
    ['failed', { why: 'failed', lastCompleteAt: hoursAgo(5) }, 'the sync failed, last complete sync 5 h ago.'],
    ['in part, told to an owner', { why: 'partial', lastCompleteAt: null }, 'read only in part, never read whole.'],
    [
      'in part, with what',
      { why: 'partial', lastCompleteAt: hoursAgo(30), missed: { gap, gaps: 3, at: hoursAgo(2) } },
      'GitHub deploy keys could not be read for lack of a permission 2 h ago and 2 more; an unknown number is missing, last complete sync 30 h ago.',
    ],
  ])('%s', (_, source, words) => expect(lackingWords({ id: 's', name: 'acme', ...source }, now)).toBe(words))
})
