import { describe, expect, test } from 'vitest'
import type { Gap } from '../model/sighting.ts'
import { goneRule, isGoneBy, type PartRead } from './gone-rule.ts'

const gap = (part?: string): Gap => ({ object: 'keys', call: 'GET /keys', why: 'failed', says: 'no', ...(part !== undefined && { part }) })
const whole = (part: string): PartRead => ({ part, how: 'whole' })

describe('what is gone by its absence from a run', () => {
  test.each<[string, { gaps?: Gap[]; parts?: PartRead[]; seesEverything?: boolean }, string[]]>([
    ['a run that read all there is, of a source of one part', {}, ['none']],
    ['a run that could not see something', { gaps: [gap()] }, []],
    ['a file that holds a part', { seesEverything: false, parts: [whole('one')] }, []],
    ['all parts whole', { parts: [whole('one'), whole('two')] }, ['none', 'one', 'two']],
    [
      'one part with a gap: the others by themselves, and nothing that is of no part',
      { gaps: [gap('two')], parts: [whole('one'), whole('two')] },
      ['one'],
    ],
    ['one part that was not read at all', { gaps: [gap('two')], parts: [whole('one')] }, ['one']],
    ['a gap that may be of any part', { gaps: [gap('two'), gap()], parts: [whole('one')] }, []],
    ['a part that is not told of', { parts: [whole('one')] }, ['none', 'one']],
    ['a part that was left out', { parts: [whole('one'), { part: 'two', how: 'left-out' }] }, ['none', 'one']],
  ])('%s', (_, { gaps = [], parts = [], seesEverything = true }, gone) => {
    const rule = goneRule({ gaps, parts, seesEverything })
    expect([null, 'one', 'two'].filter((part) => isGoneBy(rule, part)).map((part) => part ?? 'none')).toEqual(gone)
  })
})
