import { expect, test } from 'vitest'
import type { KeptRule } from '../model/rule.ts'
import { changeRules, touchedBy, type RuleChange } from './change-rules.ts'

const rule = (id: string, position: number, name = id): KeptRule => ({
  id,
  position,
  name,
  condition: { name },
  ownerId: 'o',
  workloadId: null,
  enabled: true,
  version: 1,
})
const rules = [rule('a', 0), rule('b', 0), rule('c', 10)]

test.each<[string, RuleChange, string]>([
  ['added last', { do: 'add', rule: rule('d', 10) }, 'a0 b0 c10 d10'],
  ['added in between, where positions allow it', { do: 'add', rule: rule('d', 5) }, 'a0 b0 d5 c10'],
  ['added behind its equals, though its id is smaller', { do: 'add', rule: rule('0', 0) }, 'a0 b10 020 c30'],
  ['added before all', { do: 'add', rule: rule('d', -1) }, 'd0 a10 b20 c30'],
  ['moved up', { do: 'place', id: 'c', place: 1 }, 'a0 c10 b20'],
  ['moved beyond the end', { do: 'place', id: 'a', place: 9 }, 'b0 c10 a20'],
  ['moved to where it is', { do: 'place', id: 'b', place: 1 }, 'a0 b0 c10'],
  ['moved, and not there', { do: 'place', id: 'x', place: 0 }, 'a0 b0 c10'],
  ['edited keeps its place', { do: 'edit', rule: rule('b', 99) }, 'a0 b0 c10'],
  ['removed', { do: 'remove', id: 'b' }, 'a0 c10'],
])('%s', (_, change, order) => {
  expect(changeRules(rules, change).map(({ id, position }) => `${id}${position}`).join(' ')).toBe(order) // prettier-ignore
})

test('an edit reaches what fitted before and what fits now', () => {
  expect(touchedBy(rules, { do: 'edit', rule: rule('b', 0, 'new') })).toEqual([{ name: 'b' }, { name: 'new' }])
  expect(touchedBy(rules, { do: 'remove', id: 'c' })).toEqual([{ name: 'c' }])
})
