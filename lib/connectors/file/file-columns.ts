import { AppError } from '../../model/app-error.ts'
import { isInstant, looksSecret } from './cells.ts'
import { isObject } from './is-object.ts'
import { isFingerprinted, pathValue } from './mapping.ts'
import type { Format, Row } from './read-rows.ts'
import { exampleOf, headingSays, holdsSecret, looksRandom } from './secret-value.ts'

/** A column of somebody's file, or a field by its path, as the first rows have it. No secret is in it. */
export type FileColumn = {
  path: string
  /** Up to three different values that may be shown. */
  examples: readonly string[]
  /** `secret`: it holds the secret itself, and none of its values is shown; `some`: one or more may be a secret and are not shown. */
  hides: 'nothing' | 'some' | 'secret'
  /** Every different value, where there are few and all may be shown. */
  words: readonly string[] | null
  /** What its values are, all of them, as far as a map cares. */
  holds: 'instants' | 'seconds' | 'milliseconds' | 'nothing' | 'other'
  /** Some row has nothing there. */
  gaps: boolean
  /** Every row has something there that a token can be known by as a fingerprint. */
  fingerprinted: boolean
}

const [mostColumns, mostDepth, mostExamples, mostWords] = [200, 3, 3, 12]
/** 2001 to 2096, so that other numbers are not taken for instants. */
const [firstSecond, lastSecond] = [978_307_200, 3_976_214_400]

/** The columns of a file that may be told, and how many there are besides. */
export type FileColumns = {
  columns: FileColumn[]
  /** Their names look like secrets, or there are too many. */
  untold: number
}

/** The columns that these rows have between them, in the order in which they come. */
export function columnsIn(rows: readonly Row[]): FileColumns {
  const paths = new Set<string>()
  for (const { cells } of rows) pathsOf(cells, '', paths, 0)
  const told = [...paths].filter((path) => !looksSecret(path) && !looksRandom(path)).slice(0, mostColumns)
  return { columns: told.map((path) => columnAt(path, rows)), untold: paths.size - told.length }
}

/**
 * Refuses a CSV file that has no headings of columns: one that is parted otherwise, and one that begins with a row, since what stands there
 * would be shown, and may be a secret.
 */
export function refuseNoHeadings(format: Format, names: readonly string[]): void {
  if (format !== 'csv') return
  if (names.length === 1 && /[;\t]/.test(names[0] ?? ''))
    throw new AppError('bad-input', 'The columns of the file are parted by semicolons or tabs. Save it with commas. Nothing was saved.')
  const place = names.findIndex((name) => looksSecret(name) || looksRandom(name) || isInstant(name) || /^\d+$|@/.test(name))
  if (place < 0) return
  throw new AppError('bad-input', 'The file does not begin with a line of headings. Give it one. Nothing was saved.', [
    { where: `line 1, column ${place + 1}`, what: 'is no heading (it is not repeated here: it may be a secret).' },
  ])
}

/** Parts of a path are parted by dots, so that a field below the first whose name has one cannot be named. */
function pathsOf(value: Readonly<Record<string, unknown>>, before: string, into: Set<string>, depth: number): void {
  for (const [name, one] of Object.entries(value)) {
    if (depth > 0 && (name.includes('.') || name === '*')) continue
    const path = `${before}${name}`
    const inside = Array.isArray(one) ? one.filter(isObject) : isObject(one) ? [one] : []
    if (inside.length === 0) into.add(path)
    else if (depth < mostDepth - 1)
      for (const each of inside) pathsOf(each, Array.isArray(one) ? `${path}.*.` : `${path}.`, into, depth + 1)
  }
}

function columnAt(path: string, rows: readonly Row[]): FileColumn {
  const cells = rows.map((row) => pathValue(row.cells, path))
  const values = cells.filter((one) => one !== undefined && one !== null && one !== '' && !(Array.isArray(one) && one.length === 0))
  const about = { path, holds: holding(values), gaps: values.length < rows.length, fingerprinted: cells.every(isFingerprinted) }
  const says = headingSays(path)
  if (values.some((one) => holdsSecret(says, one))) return { ...about, examples: [], hides: 'secret', words: null }
  const shown = new Set(values.map(exampleOf))
  const hides = shown.delete(null) ? ('some' as const) : ('nothing' as const)
  const examples = [...shown].filter((one) => one !== null).slice(0, mostExamples)
  const words = new Set(values.flat().map((one) => String(one)))
  return { ...about, examples, hides, words: hides === 'nothing' && words.size <= mostWords ? [...words] : null }
}

function holding(values: readonly unknown[]): FileColumn['holds'] {
  if (values.length === 0) return 'nothing'
  if (values.every((one) => typeof one === 'string' && (isInstant(one) || one.trim().toLowerCase() === 'never'))) return 'instants'
  const counts = values.map((one) => (typeof one === 'number' || (typeof one === 'string' && /^\d+(?:\.\d+)?$/.test(one)) ? Number(one) : Number.NaN)) // prettier-ignore
  if (counts.every((one) => one > firstSecond && one < lastSecond)) return 'seconds'
  return counts.every((one) => one > firstSecond * 1_000 && one < lastSecond * 1_000) ? 'milliseconds' : 'other'
}
