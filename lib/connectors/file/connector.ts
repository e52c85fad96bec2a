import { z } from 'zod'
import { AppError, type Issue } from '../../model/app-error.ts'
import type { Observation } from '../../model/sighting.ts'
import type { Connector, ConnectorWorld } from '../contract.ts'
import { ControlRow, ExposureRow, OwnerRow, WorkloadRow } from './other-rows.ts'
import { FileMap, mapRow, pathValue, sayingOf, type Mapped, type MapWith } from './mapping.ts'
import { mostBytes, readRows, type Row } from './read-rows.ts'
import { sayNames } from './said-names.ts'
import { exportOnlyColumns, TokenRow } from './token-row.ts'

const rowKinds = ['tokens', 'owners', 'workloads', 'controls', 'exposures'] as const
export type RowKind = (typeof rowKinds)[number]

export const FileSettings = z
  .strictObject({
    format: z.enum(['csv', 'json', 'jsonl'], { error: 'is not csv, json or jsonl' }),
    rows: z.enum(rowKinds, { error: `is not one of: ${rowKinds.join(', ')}` }).default('tokens'),
    /** `everything`: what an earlier import of the same name had and this one lacks is gone. */
    covers: z.enum(['part', 'everything']).default('part'),
    ...FileMap,
  })
  .superRefine((settings, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const { format, rows, mapping, secretId } = settings
    for (const part of ['list', 'more'] as const) if (settings[part] !== undefined && format !== 'json') refuse(part, 'is for JSON files')
    if (secretId !== undefined && rows !== 'tokens') refuse('secretId', 'is for rows of tokens')
    if (secretId !== undefined && mapping?.external_id !== undefined)
      refuse('secretId', 'stands beside a mapping of external_id; give one of them')
    for (const part of ['secretId', 'absent', 'words', 'dates'] as const)
      if (settings[part] !== undefined && !mapping) refuse(part, 'takes a mapping beside it')
    for (const part of ['absent', 'words', 'dates'] as const)
      for (const column of Object.keys(settings[part] ?? {}))
        if (mapping && !(column in mapping)) refuse(part, `names the column ${column}, which the mapping does not`)
  })
export type FileSettings = z.infer<typeof FileSettings>

type Credential = Record<string, never>

const schemas = { tokens: TokenRow, owners: OwnerRow, workloads: WorkloadRow, controls: ControlRow, exposures: ExposureRow } as const

/** Issues told at once; a file with a wrong date format has one a row. */
const mostIssues = 50

/** Reads a file of tokens, owners, workloads, controls or leaks: all of it, or an error that says which rows are wrong. */
export const file: Connector<FileSettings, Credential> = {
  kind: 'file',
  family: 'files',
  label: 'File (CSV, JSON, JSON lines)',
  about: 'Tokens, owners, workloads, controls and leaks from a file, for whatever no connector reads yet.',
  settings: FileSettings,
  credential: z.strictObject({}),
  credentialEnv: {},
  fields: [
    {
      name: 'format',
      label: 'Format',
      hint: 'What the file is written in.',
      kind: 'choice',
      required: true,
      choices: ['csv', 'json', 'jsonl'],
    },
    { name: 'rows', label: 'Rows are', hint: 'What one row of the file is.', kind: 'choice', required: true, choices: rowKinds },
    {
      name: 'covers',
      label: 'Covers',
      hint: '“everything”: a token of the last import that is missing in the next one is gone.',
      kind: 'choice',
      required: true,
      choices: ['part', 'everything'],
    },
  ],
  policy: { title: 'No permission is needed', text: 'A file is read once, when it is imported. Nothing is contacted.', language: 'text' },
  ways: [],
  coverage: [
    { object: 'rows of the file', state: 'read', says: 'Every row, or none: a file with a wrong row changes nothing.' },
    { object: 'anything after the import', state: 'not-offered', says: 'A file does not sync. Import it again under the same name.' },
  ],
  verified: null,
  oncePerId: true,
  seesEverything: (settings) => settings.covers === 'everything',
  subject: () => 'a file',
  test: async () => [],
  observe: (settings, _credential, world) => observe(settings, world),
}

async function* observe(settings: FileSettings, { input, fingerprint }: ConnectorWorld): AsyncIterable<Observation> {
  if (!input) throw new AppError('bad-input', 'A file is read when it is imported: import it again. Nothing was saved.')
  yield* observeRows(readRows(settings.format, input, undefined, settings), settings, { fingerprint, whole: true })
}

/**
 * What these rows say, and then how many there were of each kind. Throws AppError 'bad-input' that says which are wrong.
 * @param whole whether they are all of the file: else what none of them has may still come
 */
export async function* observeRows(
  rows: AsyncIterable<Row> | Iterable<Row>,
  settings: FileSettings,
  { fingerprint, whole }: { fingerprint(secret: string): string; whole: boolean },
): AsyncIterable<Observation> {
  const issues: Issue[] = []
  const counts = new Map<RowKind, number>()
  let read = 0
  const unseen = unseenPaths(settings)
  const by = { map: settings, fingerprint, saying: sayingOf(settings) }
  for await (const row of rows) {
    // Rows that each say what they are have no header to check once; their schemas do it row by row.
    if (read === 0 && row.cells.row === undefined) checkColumns(row, settings)
    read += 1
    for (const path of unseen) if (pathValue(row.cells, path) !== undefined) unseen.delete(path)
    const { kind, cells, issues: unmapped } = mapped(row, settings, by)
    const parsed = schemas[kind].safeParse(cells)
    if (unmapped.length > 0) {
      issues.push(...unmapped)
      if (issues.length >= mostIssues) break
    } else if (parsed.success) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      yield observationOf(kind, parsed.data, row.at)
    } else {
      issues.push(...parsed.error.issues.flatMap((issue) => issuesOf(issue, row.at, Object.keys(cells))))
      if (issues.length >= mostIssues) break
    }
  }
  if (whole && issues.length === 0 && read > 0) for (const path of unseen) issues.push({ where: 'mapping', what: `No row has “${path}”.` })
  if (issues.length)
    throw new AppError(
      'bad-input',
      `${read === 1 ? '1 row was' : `${read} rows were`} read, nothing was saved. Mend the file and import it again.`,
      issues.slice(0, mostIssues),
    )
  if (read === 0) throw new AppError('bad-input', 'The file has no rows. Nothing was saved.')
  for (const [object, seen] of counts) yield { see: 'covered', object, seen }
}

/** A wrong header is told once, not once a row. Columns of our own export that an import computes anew are passed over. */
function checkColumns({ at, cells }: Row, settings: FileSettings): void {
  const known = new Set(columnsOf(settings.rows))
  const names = Object.keys(cells)
  const issues: Issue[] = []
  if (settings.mapping) {
    for (const [ours, theirs] of Object.entries(settings.mapping)) {
      if (!known.has(ours) && !(known.has('tags') && ours.startsWith('tags.')))
        issues.push({ where: 'mapping', what: `“${ours}” is not a column of ${settings.rows}.` })
      if (settings.format === 'csv' && !names.includes(theirs))
        issues.push({ where: 'mapping', what: `The file has no column “${theirs}”.` })
    }
  } else {
    const strange = strangeIn(names, settings)
    if (strange.length)
      issues.push({
        where: at === 'line 2' ? 'line 1' : at,
        what: `Unknown column ${sayNames(strange.map((name) => ({ name, place: names.indexOf(name) + 1 })))}. Rename it, leave it out, or give a mapping.`,
      })
  }
  const named = settings.mapping ? [...Object.keys(settings.mapping), ...(settings.secretId ? ['external_id'] : [])] : names
  const missing = neededOf(settings.rows).filter((column) => !named.includes(column) && !(column in (settings.constants ?? {})))
  if (missing.length && !names.includes('row'))
    issues.push({ where: 'header', what: `The column ${missing.join(' and the column ')} is missing.` })
  if (issues.length === 0) return
  throw new AppError(
    'bad-input',
    `The columns do not fit. Rows of ${settings.rows} take: ${[...known].join(', ')}. Nothing was saved.`,
    issues,
  )
}

/** The names of a file's columns that rows of its kind do not take. */
export function strangeIn(names: readonly string[], settings: Pick<FileSettings, 'rows'>): string[] {
  const known = columnsOf(settings.rows)
  return names.filter((name) => !known.includes(name) && !isPassedOver(name, settings))
}

function isPassedOver(column: string, { rows }: Pick<FileSettings, 'rows'>): boolean {
  return rows === 'tokens' && (exportOnlyColumns as readonly string[]).includes(column)
}

function mapped(row: Row, settings: FileSettings, by: MapWith): Mapped & { kind: RowKind } {
  const kind = rowKinds.find((one) => one === row.cells.row) ?? settings.rows
  if (settings.mapping) return { kind, ...mapRow(row, by) }
  const own = Object.entries(row.cells).filter(([name]) => name !== 'row' && !isPassedOver(name, settings))
  return { kind, cells: { ...settings.constants, ...Object.fromEntries(own) }, issues: [] }
}

/** Paths of a map that some row must have, or they are misspelt: those that may be absent are not among them. */
function unseenPaths({ format, mapping = {}, absent = {} }: FileSettings): Set<string> {
  if (format === 'csv') return new Set()
  return new Set(Object.entries(mapping).flatMap(([ours, theirs]) => (ours in absent ? [] : [theirs])))
}

function issuesOf(issue: z.core.$ZodIssue, at: string, names: readonly string[]): Issue[] {
  if (issue.code === 'unrecognized_keys')
    return [
      {
        where: at,
        what: `has fields we do not know: ${sayNames(issue.keys.map((name) => ({ name, place: names.indexOf(name) + 1 })))}.`,
      },
    ]
  const column = String(issue.path[0] ?? 'row')
  return [
    {
      where: `${at}, column ${column}`,
      what: `${issue.message.startsWith('Invalid input') ? 'is not of the right form' : issue.message}.`,
    },
  ]
}

function observationOf(kind: RowKind, data: unknown, at: string): Observation {
  // Each schema's output is its kind's own sighting; the table above pairs them.
  const see = { tokens: 'token', owners: 'owner', workloads: 'workload', controls: 'control', exposures: 'exposure' } as const
  return { see: see[kind], [see[kind]]: data, at } as unknown as Observation
}

const shapes: Record<RowKind, readonly string[]> = {
  tokens: Object.keys(TokenRow.in.shape),
  owners: Object.keys(OwnerRow.in.shape),
  workloads: Object.keys(WorkloadRow.in.shape),
  controls: Object.keys(ControlRow.in.shape),
  exposures: Object.keys(ExposureRow.in.shape),
}

/** The columns that rows of a kind take, in order. */
export function columnsOf(rows: RowKind): readonly string[] {
  return shapes[rows]
}

/** The columns that a row of a kind cannot do without. */
export function neededOf(rows: RowKind): readonly string[] {
  return {
    tokens: ['external_id', 'kind'],
    owners: ['key'],
    workloads: ['key'],
    controls: ['type', 'evidence', 'evidenced_at'],
    exposures: ['token', 'found_in', 'found_at'],
  }[rows]
}

export { mostBytes }
