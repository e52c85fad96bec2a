import { columnsOf, FileSettings, neededOf, observeRows, strangeIn } from '../connectors/file/connector.ts'
import { columnsIn, refuseNoHeadings, type FileColumn } from '../connectors/file/file-columns.ts'
import { knownMaps } from '../connectors/file/known-maps.ts'
import type { FileMap } from '../connectors/file/mapping.ts'
import { readStart, type FileStart } from '../connectors/file/read-start.ts'
import { suggestMap, type Suggestion } from '../connectors/file/suggest-map.ts'
import { fingerprintId, fingerprintKey } from '../exposure/fingerprint.ts'
import { AppError, type Issue } from '../model/app-error.ts'
import { previewToken, type PreviewToken } from './preview-token.ts'
import { readSettings } from './read-file-settings.ts'
import type { World } from './world.ts'

/** The beginning of a file, and how to read it. `map`: a map that somebody made; null: one is suggested where the file needs one. */
export type FileToPreview = { settings: object; map: unknown; input: AsyncIterable<Uint8Array>; cut: boolean }

/** What a file holds, and what an import would make of it. Nothing of it is kept. */
export type ImportPreview = {
  columns: readonly FileColumn[]
  /** How many columns there are besides: their names look like secrets, or there are too many. */
  untold: number
  /** The map by which its rows were read; null where its columns are ours. */
  map: FileMap | null
  by: Suggestion['by'] | 'given' | 'ours'
  /** What each row must say. */
  needed: readonly string[]
  /** How the rows were read; null where the map does not say yet what each row must. */
  tried: {
    rows: number
    whole: boolean
    refused: { message: string; issues: readonly Issue[] } | null
    first: readonly PreviewToken[]
  } | null
}

const shownRows = 5

/**
 * Reads the beginning of a file as an import would, suggests a map where its columns are not ours, and says what would become of its first
 * rows. Stores nothing. Throws AppError 'bad-input' where it is no such file.
 */
export async function previewImport(
  world: Pick<World, 'now' | 'auditKey'>,
  { settings: asked, map: given, input, cut }: FileToPreview,
): Promise<ImportPreview> {
  const settings = readSettings({ ...(given as object | null), ...asked })
  const start = await readStart({ format: settings.format, input, cut, within: given ? settings : null })
  const names = Object.keys(start.rows[0]?.cells ?? {})
  const needed = neededOf(settings.rows)
  const saysItself = start.rows[0]?.cells.row !== undefined
  const ours = start.within.list === undefined && (saysItself || (strangeIn(names, settings).length === 0 && needed.every((one) => names.includes(one)))) // prettier-ignore
  if (!given && ours) {
    const tried = await tryRows(world, start, settings)
    return { ...columnsIn(start.rows), map: null, by: 'ours', needed, tried }
  }
  refuseNoHeadings(settings.format, names)
  const { columns, untold } = columnsIn(start.rows)
  const { map, by } = given
    ? { map: mapOf(settings, names), by: 'given' as const }
    : suggestMap(columns, settings.rows, columnsOf(settings.rows), start.within, knownMaps)
  const said = [...Object.keys(map.mapping ?? {}), ...Object.keys(map.constants ?? {}), ...(map.secretId ? ['external_id'] : [])]
  const missing = needed.filter((column) => !said.includes(column))
  const tried = missing.length > 0 ? null : await tryRows(world, start, readSettings({ ...map, ...asked }))
  return { columns, untold, map, by, needed, tried }
}

async function tryRows(
  world: Pick<World, 'now' | 'auditKey'>,
  { rows, whole }: FileStart,
  settings: FileSettings,
): Promise<ImportPreview['tried']> {
  const key = fingerprintKey(world.auditKey)
  const first: PreviewToken[] = []
  const seen = new Map<string, string>()
  const issues: Issue[] = []
  try {
    for await (const one of observeRows(rows, settings, { fingerprint: (secret) => fingerprintId(secret, key), whole })) {
      if (one.see !== 'token') continue
      const at = one.at ?? ''
      const before = seen.get(one.token.externalId)
      if (before) issues.push({ where: at, what: `has the same id as ${before}. Keep one of them.` })
      else seen.set(one.token.externalId, at)
      if (first.length < shownRows) first.push(previewToken(one.token, at, world.now))
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'bad-input') throw error
    return { rows: rows.length, whole, refused: { message: error.message, issues: error.issues }, first: [] }
  }
  const refused = issues.length > 0 ? { message: 'An id stands once. Nothing was saved.', issues: issues.slice(0, 50) } : null
  return { rows: rows.length, whole, refused, first: refused ? [] : first }
}

/** The map of these settings; one that only says where the rows stand takes each column as what it is called. */
function mapOf({ format: _format, rows, covers: _covers, ...map }: FileSettings, names: readonly string[]): FileMap {
  if (map.mapping) return map
  const ours = columnsOf(rows).filter((column) => names.includes(column))
  return { ...map, mapping: Object.fromEntries(ours.map((column) => [column, column])) }
}
