import type { FileColumn } from '@/lib/connectors/file/file-columns.ts'
import type { FileMap } from '@/lib/connectors/file/mapping.ts'
import { besides } from '@/lib/connectors/file/suggest-map.ts'

/** What a column is read as, where it is none of ours: not at all, or as the secret whose fingerprint is the id. */
export const [notRead, fingerprint] = ['', '#fingerprint']

/** What a column of theirs is read as by a map: our columns, or its fingerprint. */
export function readsOf(map: FileMap, path: string): string[] {
  const ours = Object.entries(map.mapping ?? {}).flatMap(([column, theirs]) => (theirs === path ? [column] : []))
  return map.secretId === path ? [fingerprint, ...ours] : ours
}

/** The map in which a column is read as something else. Ours has one of theirs: it is taken from whatever had it. */
export function readAs(map: FileMap, column: FileColumn, before: string, after: string): FileMap {
  const left = before === fingerprint ? without(map, 'secretId') : forget(map, before)
  if (after === notRead) return left
  if (after === fingerprint) return { ...forget(left, 'external_id'), secretId: column.path }
  const free = forget(after === 'external_id' ? without(left, 'secretId') : left, after)
  const mapping = { ...free.mapping, [after]: column.path }
  return { ...forConstant(free, after, ''), mapping, ...besides(free, after, column) }
}

/** The map in which every row has a value of a column; none where it is empty. */
export function forConstant(map: FileMap, column: string, value: string): FileMap {
  return set(map, 'constants', column, value === '' ? undefined : value)
}

/** The map in which nothing in a column counts as something; as not reported where it is empty. */
export function forAbsent(map: FileMap, column: string, value: string): FileMap {
  return set(map, 'absent', column, value === '' ? undefined : value)
}

/** The map in which a word of theirs counts as one of ours, or as nothing reported (''); null: it is taken as it stands, or refused. */
export function forWord(map: FileMap, column: string, word: string, counts: string | null): FileMap {
  const words = { ...map.words?.[column] }
  if (counts === null) delete words[word]
  else words[word] = counts
  return set(map, 'words', column, Object.keys(words).length > 0 ? words : undefined)
}

/** Everything that the map says of a column of ours is gone. */
function forget(map: FileMap, column: string): FileMap {
  if (column === notRead) return map
  const parts = ['absent', 'words', 'dates'] as const
  return { ...parts.reduce((left, part) => set(left, part, column, undefined), map), mapping: drop(map.mapping, column) }
}

function set<Part extends 'constants' | 'absent' | 'words' | 'dates'>(map: FileMap, part: Part, column: string, value: unknown): FileMap {
  const rest = drop(map[part] as Record<string, unknown> | undefined, column)
  const whole = value === undefined ? rest : { ...rest, [column]: value }
  return Object.keys(whole).length > 0 ? { ...map, [part]: whole } : without(map, part)
}

function drop<Value>(of: Readonly<Record<string, Value>> | undefined, name: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(of ?? {}).filter(([each]) => each !== name))
}

function without(map: FileMap, part: keyof FileMap): FileMap {
  const { [part]: _gone, ...rest } = map
  return rest
}
