import { expect, test } from 'vitest'
import { changeLines, fieldWord } from './change-lines.ts'

test.each([
  ['nothing on either side', null, null, []],
  ['made', null, { role: 'admin' }, [{ field: 'role', before: null, after: 'admin' }]],
  ['changed', { role: 'analyst', name: 'Ana' }, { role: 'auditor', name: 'Ana' }, [{ field: 'role', before: 'analyst', after: 'auditor' }]],
  ['emptied', { ownerId: 'x' }, { ownerId: null }, [{ field: 'ownerId', before: 'x', after: 'none' }]],
  ['removed', { name: 'Ana' }, null, [{ field: 'name', before: 'Ana', after: null }]],
  ['nested', { on: { a: 1 } }, { on: { a: 2 } }, [{ field: 'on', before: '{"a":1}', after: '{"a":2}' }]],
])('%s', (_, before, after, lines) => expect(changeLines(before, after)).toEqual(lines))

test.each([
  ['exposures.imported', 'none', 'match no token'],
  ['exposures.imported', 'known', 'on record before'],
  ['plan.opened', 'dueAt', 'due at'],
  ['plan.opened', 'none', 'none'],
  ['constructor', 'toString', 'to string'],
  ['policy.changed', 'AWS_KEY', 'AWS_KEY'],
])('of %s, %s reads “%s”', (act, field, word) => expect(fieldWord(act, field)).toBe(word))
