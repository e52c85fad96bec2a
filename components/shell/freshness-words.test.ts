import { expect, it } from 'vitest'
import { freshnessWords } from './freshness-words.ts'

const now = new Date('2026-11-30T12:00:00Z')
const asOf = new Date('2026-11-30T09:40:00Z')

it.each([
  [{ asOf, sources: 7, lacking: [], running: 0 }, ['Data as of 09:40 UTC', '', '']],
  [{ asOf, sources: 7, lacking: [{ why: 'partial' }], running: 0 }, ['Data as of 09:40 UTC', '1 of 7 partial', '']],
  [
    { asOf, sources: 7, lacking: [{ why: 'stale' }, { why: 'stale' }], running: 1 },
    ['Data as of 09:40 UTC', '2 of 7 out of date', '1 syncing'],
  ],
  [{ asOf, sources: 7, lacking: [{ why: 'failed' }, { why: 'stale' }], running: 0 }, ['Data as of 09:40 UTC', '2 of 7 incomplete', '']],
  // The demo's clock may be days ahead of its last sync: the date is said then, and the time is never in the future.
  [{ asOf: new Date('2026-11-23T09:40:00Z'), sources: 1, lacking: [], running: 0 }, ['Data as of 23 Nov 2026, 09:40 UTC', '', '']],
  [
    { asOf: null, sources: 2, lacking: [{ why: 'never' }, { why: 'never' }], running: 0 },
    ['No complete sync yet', '2 of 2 never read', ''],
  ],
  [{ asOf: null, sources: 0, lacking: [], running: 0 }, ['No source yet', '', '']],
] as const)('%j', (freshness, words) => expect(Object.values(freshnessWords(freshness, now))).toEqual(words))
