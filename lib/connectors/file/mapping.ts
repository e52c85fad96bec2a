import { z } from 'zod'
import type { Issue } from '../../model/app-error.ts'
import { valueAt } from '../rest/paging.ts'
import type { Row } from './read-rows.ts'
import { sayNames } from './said-names.ts'
import { headingSays, holdsSecret, type HeadingSays } from './secret-value.ts'

const Column = z.string().min(1).max(200)

/** How the rows of another tool's file become ours. What it does not name is not read. */
export const FileMap = {
  /** Where the rows stand in a JSON file that is no list itself: "tokens", "data.items". */
  list: z.string().min(1).max(500).optional(),
  /** What a JSON file holds where it is a page of several: "urls.next". One that says that there is more is refused, for it is not whole. */
  more: z.string().min(1).max(500).optional(),
  /** Our column -> theirs, by its path: "owner.email"; "roles.*.name" for each of a list. "tags.project" makes a tag. */
  mapping: z.record(Column, Column).optional(),
  /** Our column -> one value for every row, for what the file does not say. */
  constants: z.record(Column, z.string().max(1_024)).optional(),
  /** Their column that is the secret itself, where it is the id as well: a keyed hash stands for it, and its last four characters. */
  secretId: Column.optional(),
  /** Our column -> what it counts as where theirs is null or not there: {"expires_at": "never"}. Else it is not reported. */
  absent: z.record(Column, z.string().max(1_024)).optional(),
  /**
   * Our column -> their words -> ours: {"scope": {"ADMIN": "6:4"}}. "*" stands for every other word; without it one is refused. A word that
   * counts as "" says nothing: the cell is left out whole, so that what is known of a list never passes for all of it.
   */
  words: z.record(Column, z.record(z.string().max(500), z.string().max(1_024))).optional(),
  /** Our column of instants -> what their numbers count since 1970. */
  dates: z.record(Column, z.enum(['seconds', 'milliseconds'], { error: 'is not seconds or milliseconds' })).optional(),
}
export type FileMap = z.infer<z.ZodObject<typeof FileMap>>

export type Mapped = { cells: Record<string, unknown>; issues: Issue[] }

/** What each of their columns that a map names says of its values, read once for all rows. */
export function sayingOf(map: FileMap): ReadonlyMap<string, HeadingSays> {
  return new Map(Object.values(map.mapping ?? {}).map((path) => [path, headingSays(path)]))
}

/** How rows are mapped: by which map, what makes a secret an id, and what its columns' headings say. */
export type MapWith = { map: FileMap; fingerprint(secret: string): string; saying: ReadonlyMap<string, HeadingSays> }

/** A row by the map, or what is wrong with it. No message repeats a value that may be a secret. */
export function mapRow(row: Row, { map, fingerprint, saying }: MapWith): Mapped {
  const issues: Issue[] = []
  const refuse = (column: string, what: string) => void issues.push({ where: `${row.at}, column ${column}`, what })
  const cells: Record<string, unknown> = { ...map.constants }
  const tags: Record<string, unknown> = {}
  for (const [ours, theirs] of Object.entries(map.mapping ?? {})) {
    const said = plain(pathValue(row.cells, theirs))
    const says = saying.get(theirs) ?? null
    // Shapes of secrets are refused by each cell itself.
    if (says !== null && holdsSecret(says, said)) {
      refuse(ours, `holds what looks like the secret itself, in “${theirs}”. Map that as “secretId”, or not at all.`)
      continue
    }
    const value = translated(ours, said, map, (what) => refuse(ours, what))
    if (value === undefined) continue
    if (ours.startsWith('tags.')) tags[ours.slice('tags.'.length)] = Array.isArray(value) ? value.join(', ') : String(value)
    else cells[ours] = value
  }
  if (Object.keys(tags).length > 0) cells.tags = tags
  if (map.secretId !== undefined) secretCells(row, map.secretId, { cells, fingerprint, refuse })
  return { cells, issues }
}

type Making = { cells: Record<string, unknown>; fingerprint(secret: string): string; refuse(column: string, what: string): void }

/** Four characters of a secret shorter than this would be too much of it, and less than eight is no secret. */
const [leastForTail, leastForSecret] = [20, 8]

/** Whether a token can be known by the fingerprint of this: a number may have lost its zeros, and what is short is found by trying. */
export function isFingerprinted(value: unknown): value is string {
  return typeof value === 'string' && value.length >= leastForSecret
}

function secretCells(row: Row, secretId: string, { cells, fingerprint, refuse }: Making): void {
  const secret = pathValue(row.cells, secretId)
  if (!isFingerprinted(secret)) return refuse(secretId, `is not a secret of ${leastForSecret} characters or more.`)
  const copied = Object.entries(cells).find(([, cell]) => JSON.stringify(cell)?.includes(JSON.stringify(secret).slice(1, -1)))
  if (copied) return refuse(copied[0], `holds the secret itself, which is in “${secretId}” too. Map another field to it.`)
  cells.external_id = fingerprint(secret)
  if (secret.length >= leastForTail) cells.display_id ??= `…${secret.slice(-4)}`
  // A name is for people: the hash is none, and the secret must not be.
  cells.name ??= `${String(cells.kind ?? 'token')} ${String(cells.display_id ?? '')}`.trim()
} // prettier-ignore

function translated(ours: string, value: unknown, { absent, words, dates }: FileMap, refuse: (what: string) => void): unknown {
  if (value === undefined) return absent?.[ours]
  const unit = dates?.[ours]
  if (unit) return instantOf(value, unit, refuse)
  const known = words?.[ours]
  if (!known) return value
  const said = (Array.isArray(value) ? value : [value]).map((one) => {
    const word = Object.hasOwn(known, String(one)) ? known[String(one)] : known['*']
    if (word === undefined) refuse(`has a word that “words” does not name: ${sayNames([{ name: String(one), place: 1 }])}.`)
    return word
  })
  if (said.includes('')) return undefined
  return Array.isArray(value) ? [...new Set(said.filter((one) => one !== undefined))] : said[0]
}

function instantOf(value: unknown, unit: 'seconds' | 'milliseconds', refuse: (what: string) => void): string | undefined {
  const count = typeof value === 'number' ? value : /^\d{1,16}(?:\.\d+)?$/.test(String(value)) ? Number(value) : Number.NaN
  const date = new Date(unit === 'seconds' ? count * 1_000 : count)
  if (!Number.isNaN(date.getTime())) return date.toISOString()
  refuse(`is not a number of ${unit} since 1970.`)
  return undefined
}

const plain = (value: unknown) => (value === null || value === '' || (Array.isArray(value) && value.length === 0) ? undefined : value)

/** What stands at a path; with "*" a list of what each of a list has there. */
export function pathValue(cells: unknown, path: string): unknown {
  const star = path.split('.').indexOf('*')
  if (star < 0 || (typeof cells === 'object' && cells !== null && Object.hasOwn(cells, path))) return valueAt(cells, path)
  const parts = path.split('.')
  const list = star === 0 ? cells : valueAt(cells, parts.slice(0, star).join('.'))
  if (!Array.isArray(list)) return undefined
  const rest = parts.slice(star + 1).join('.')
  return list.map((one) => (rest === '' ? one : pathValue(one, rest))).filter((one) => one !== undefined && one !== null)
}
