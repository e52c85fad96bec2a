import { expect, test } from 'vitest'
import type { Json } from '../../model/json.ts'
import { rateNamed } from './named.ts'

const rate = rateNamed({
  provider: 'Acme',
  service: 'acme',
  names: { 'users.read': { level: 3, because: 'people' }, owner: { level: 6, because: 'everything', reach: 4 } },
  families: [[/\.manage$/, { level: 6, because: 'it manages' }]],
  within: { project: 2, organisation: 3 },
})

test.each<[string, Json, object | string, string]>([
  ['a known name', { names: ['users.read'], within: 'project' }, { level: 3, reach: 2 }, ''],
  ['the worst of several', { names: ['users.read', 'logs.manage'], within: 'organisation' }, { level: 6, reach: 3 }, ''],
  ['a reach of its own', { names: ['owner'], within: 'project' }, { level: 6, reach: 4 }, ''],
  ['a name that nobody knows is the worst', { names: ['users.list'], within: 'project' }, { level: 6, reach: 2 }, 'not in our list'],
  ['a place that nobody knows is everything', { names: ['users.read'], within: 'galaxy' }, { level: 3, reach: 4 }, 'counts as everything'],
  ['a name of every object is not one of ours', { names: ['constructor'], within: 'project' }, { level: 6, reach: 2 }, 'not in our list'],
  ['none given', { names: [], within: 'project' }, { level: 1, reach: 2 }, ''],
  ['not said', { names: null, within: 'project' }, 'not-reported', 'does not say'],
  ['another shape', { names: 'users.read' }, 'not-reported', 'cannot be read'],
])('%s', (_, stated, breadth, note) => {
  const rating = rate(stated, () => undefined, 'v')
  expect(rating.breadth).toEqual(breadth)
  expect(rating.notes.join(' ')).toContain(note)
})
