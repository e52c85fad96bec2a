import { expect, test } from 'vitest'
import type { Json } from '../../../model/json.ts'
import { rate } from '../rate.ts'

test.each<[string, Json, object | string, string]>([
  ['github.deploy-key', { repository: 'acme/web', readOnly: true }, { level: 3, reach: 1 }, 'It reads the code of one repository.'],
  [
    'github.deploy-key',
    { repository: 'acme/web', readOnly: false },
    { level: 4, reach: 1 },
    'It reads and changes the code of one repository.',
  ],
  ['github.user-ssh-key', { user: 'octocat' }, { level: 4, reach: 3 }, 'in every repository that its user reaches'],
  ['github.deploy-key', { repository: 'acme/web' }, 'not-reported', ''],
  ['github.user-ssh-key', {}, 'not-reported', ''],
])('%s %j', (scheme, stated, breadth, because) => {
  const rating = rate({ scheme, stated }, () => undefined)
  expect(rating.breadth).toEqual(breadth)
  expect(rating.grants[0]?.because ?? '').toContain(because)
  if (breadth === 'not-reported') expect(rating.notes[0]).toContain('cannot be read')
})
