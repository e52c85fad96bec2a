import { describe, expect, test } from 'vitest'
import type { FileColumn } from '@/lib/connectors/file/file-columns.ts'
import type { FileMap } from '@/lib/connectors/file/mapping.ts'
import { fingerprint, forAbsent, forConstant, forWord, notRead, readAs, readsOf } from './map-edits.ts'

const column = (path: string, more: Partial<FileColumn> = {}): FileColumn => ({
  path,
  examples: [],
  hides: 'nothing',
  words: [],
  holds: 'other',
  gaps: false,
  fingerprinted: false,
  ...more,
})
const whole: FileMap = {
  list: 'keys',
  mapping: { external_id: 'id', scope: 'role', 'tags.role': 'role' },
  words: { scope: { admin: '6:4' } },
  absent: { scope: '1:1' },
}

describe('a column is read as something else', () => {
  test.each<[string, FileMap, FileColumn, string, string, FileMap]>([
    ['as nothing', whole, column('role'), 'scope', notRead, { list: 'keys', mapping: { external_id: 'id', 'tags.role': 'role' } }],
    ['as ours', { mapping: {} }, column('who'), notRead, 'owner', { mapping: { owner: 'who' } }],
    ['as what another was', { mapping: { owner: 'a' } }, column('b'), notRead, 'owner', { mapping: { owner: 'b' } }],
    ['as the id, by its fingerprint', whole, column('key'), notRead, fingerprint, { ...whole, mapping: { scope: 'role', 'tags.role': 'role' }, secretId: 'key' }],
    ['as the id, where that was a fingerprint', { mapping: {}, secretId: 'key' }, column('id'), notRead, 'external_id', { mapping: { external_id: 'id' } }],
    ['no more as a fingerprint', { mapping: {}, secretId: 'key' }, column('key'), fingerprint, notRead, { mapping: {} }],
    ['as what was one for every row', { mapping: {}, constants: { kind: 'a.b' } }, column('type'), notRead, 'kind', { mapping: { kind: 'type' } }],
    ['as instants that are numbers', { mapping: {} }, column('made', { holds: 'seconds' }), notRead, 'issued_at', { mapping: { issued_at: 'made' }, dates: { issued_at: 'seconds' } }],
    ['as breadth in words of theirs', { mapping: {} }, column('role', { words: ['admin'] }), notRead, 'scope', { mapping: { scope: 'role' }, words: { scope: { '*': '' } } }],
  ])('%s', (_, map, of, before, after, expected) => expect(readAs(map, of, before, after)).toEqual(expected)) // prettier-ignore
  test('and may be two', () => expect(readsOf(whole, 'role')).toEqual(['scope', 'tags.role']))
})

describe('what values count as', () => {
  const map: FileMap = { mapping: { scope: 'role' } }
  test('a word, and not any more', () => {
    const said = forWord(map, 'scope', 'admin', '6:4')
    expect(said).toEqual({ ...map, words: { scope: { admin: '6:4' } } })
    expect(forWord(said, 'scope', 'admin', null)).toEqual(map)
  })
  test('nothing, and every row', () => {
    expect(forAbsent(forAbsent(map, 'expires_at', 'never'), 'expires_at', '')).toEqual(map)
    expect(forConstant(forConstant(map, 'kind', 'a.b'), 'kind', '')).toEqual(map)
    expect(forConstant(map, 'kind', 'a.b')).toEqual({ ...map, constants: { kind: 'a.b' } })
  })
})
