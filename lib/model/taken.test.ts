import { expect, test } from 'vitest'
import { isSeenInPart, type PopulationSource } from './taken.ts'

const whole: PopulationSource = { name: 'aws', kind: 'aws', last: 'complete', completeAt: '2026-11-01T00:00:00.000Z', gaps: [] }

test.each<[string, readonly PopulationSource[], boolean]>([
  ['no source', [], false],
  ['read whole', [whole, { ...whole, name: 'b' }], false],
  ['one of them in part', [whole, { ...whole, last: 'partial' }], true],
  ['one that failed, whatever was read before', [{ ...whole, last: 'failed' }], true],
  ['one that was cancelled', [{ ...whole, last: 'cancelled' }], true],
  ['one that was never read', [{ ...whole, last: 'never', completeAt: null }], true],
  ['a gap in what is complete', [{ ...whole, gaps: [{ object: 'keys', why: 'forbidden' }] }], true],
])('counts are "at least": %s', (_, sources, is) => expect(isSeenInPart({ sources })).toBe(is))
