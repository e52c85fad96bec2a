import type { RowKind } from './connector.ts'
import type { FileColumn } from './file-columns.ts'
import type { KnownMap } from './known-maps.ts'
import type { FileMap } from './mapping.ts'
import type { Within } from './read-rows.ts'
import { wordsOf } from './words-of.ts'

/** What other tools call our columns, surest first. A column of ours also goes by its own name. */
const called: Readonly<Record<string, readonly string[]>> = {
  external_id: ['id', 'token id', 'key id', 'access key id', 'credential id', 'api key id', 'uuid', 'guid', 'identifier', 'accessor', 'jti'],
  kind: ['token kind', 'token type', 'credential type', 'key type', 'type'],
  name: ['token name', 'key name', 'credential name', 'display name', 'title', 'label', 'description'],
  display_id: ['masked', 'masked token', 'masked key', 'redacted', 'token prefix', 'key prefix', 'prefix', 'hint', 'key hint', 'last four', 'last 4', 'suffix'],
  issued_at: ['issued', 'issued on', 'created at', 'created', 'created on', 'creation date', 'create date', 'date created', 'creation time', 'created time', 'iat', 'generated at'],
  expires_at: ['expires', 'expires on', 'expiry', 'expiry date', 'expiration', 'expiration date', 'expiration time', 'expire date', 'valid until', 'valid to', 'not after', 'exp'],
  lasts_seconds: ['ttl seconds', 'lifetime seconds', 'expires in seconds'],
  last_used_at: ['last used', 'last used on', 'last used date', 'last use', 'last access', 'last accessed', 'last accessed at', 'last seen', 'last seen at', 'seen at', 'used at', 'last activity'],
  lifecycle: ['status', 'state', 'enabled', 'active', 'is active', 'disabled', 'revoked'],
  scope: ['scopes', 'permissions', 'permission', 'role', 'roles', 'roles name', 'access', 'access level', 'privileges', 'grants'],
  owner: ['owner email', 'owner name', 'user email', 'user', 'username', 'user name', 'created by', 'creator', 'responsible', 'assignee', 'email'],
  workload: ['application', 'app', 'service', 'system', 'used by'],
  third_party: ['vendor'],
} // prettier-ignore

/** A yes or no that says whether a token can be used: what each counts as. */
const switches: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  enabled: { true: 'active', false: 'disabled' },
  active: { true: 'active', false: 'disabled' },
  'is active': { true: 'active', false: 'disabled' },
  disabled: { true: 'disabled', false: 'active' },
  revoked: { true: 'revoked', false: 'active' },
}
const lifecycles = ['active', 'disabled', 'expired', 'revoked']
/** Where tools put all of a row's fields: it says nothing of them. */
const wrapping = /^(?:attributes|metadata|properties|data|spec)\./
const grant = /^[^:\s]+:[^:\s]+(?:[\s;]+[^:\s]+:[^:\s]+)*$/

/** A map that somebody should look over, and what it was made by: the names of the columns, or a map that we know. */
export type Suggestion = { map: FileMap; by: 'names' | { known: string } }

/**
 * Which of their columns could be which of ours: a known map where the file has all that it reads, else by their names, where the values do
 * not speak against it. A column is suggested once; one that holds the secret itself for nothing but the id, where there is no other.
 */
export function suggestMap(columns: readonly FileColumn[], rows: RowKind, ours: readonly string[], within: Within, known: readonly KnownMap[]): Suggestion {
  const whole = rows === 'tokens' ? known.find(({ map }) => reads(map, columns, within)) : undefined
  if (whole) return { map: whole.map, by: { known: whole.label } }
  const map: FileMap = { ...within, mapping: {} }
  const mapping: Record<string, string> = {}
  const taken = new Set<string>()
  for (const column of ours) {
    const found = bestFor(column, columns.filter(({ path }) => !taken.has(path)), rows)
    if (!found) continue
    taken.add(found.path)
    mapping[column] = found.path
    Object.assign(map, besides(map, column, found))
  }
  const secrets = columns.filter(({ hides, fingerprinted }) => hides === 'secret' && fingerprinted)
  if (rows === 'tokens' && mapping.external_id === undefined && secrets.length === 1) map.secretId = secrets[0]?.path
  return { map: { ...map, mapping }, by: 'names' }
} // prettier-ignore

/** What a map needs beside a column, so that its values are read as what they are: units of instants, and words that are not ours. */
export function besides(map: FileMap, ours: string, column: FileColumn): Pick<FileMap, 'dates' | 'words'> {
  if (ours.endsWith('_at') && (column.holds === 'seconds' || column.holds === 'milliseconds'))
    return { dates: { ...map.dates, [ours]: column.holds } }
  const yesNo = ours === 'lifecycle' ? switches[wordsOf(column.path).join(' ')] : undefined
  if (yesNo && column.words?.every((word) => word in yesNo)) return { words: { ...map.words, lifecycle: { ...yesNo } } }
  // What their words allow is not guessed: until somebody says it, it is not reported.
  if (ours === 'scope' && !column.words?.every((word) => grant.test(word))) return { words: { ...map.words, scope: { '*': '' } } }
  return {}
}

function bestFor(ours: string, columns: readonly FileColumn[], rows: RowKind): FileColumn | undefined {
  const names = [wordsOf(ours).join(' '), ...((rows === 'tokens' ? called[ours] : undefined) ?? [])]
  const ranked = columns.flatMap((column) => {
    const rank = names.indexOf(nameOf(column.path))
    return rank >= 0 && takes(ours, column) ? [{ column, rank }] : []
  })
  return ranked.toSorted((one, other) => one.rank - other.rank)[0]?.column
}

function nameOf(path: string): string {
  return wordsOf(path.replace(wrapping, ''))
    .filter((word) => word !== 'utc')
    .join(' ')
}

/** Whether the values do not speak against it. */
function takes(ours: string, { hides, holds, words, path }: FileColumn): boolean {
  if (hides === 'secret') return false
  if (ours.endsWith('_at') || ours === 'unused_since') return holds !== 'other'
  if (ours === 'tags') return words?.every((word) => word.includes('=')) === true
  if (ours === 'kind') return words?.every((word) => /^[a-z0-9-]+\.[a-z0-9.-]+$/.test(word)) === true
  if (ours === 'lifecycle') {
    const fits = switches[wordsOf(path).join(' ')]
    return words?.every((word) => (fits ? word in fits : lifecycles.includes(word.toLowerCase()))) === true
  }
  return true
}

function reads({ list, mapping = {}, secretId, absent = {} }: FileMap, columns: readonly FileColumn[], within: Within): boolean {
  const there = new Set(columns.map(({ path }) => path))
  const needed = [...Object.entries(mapping).flatMap(([ours, theirs]) => (ours in absent ? [] : [theirs])), ...(secretId ? [secretId] : [])]
  return list === within.list && needed.every((path) => there.has(path))
}
