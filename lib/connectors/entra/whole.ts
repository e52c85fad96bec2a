import type { Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import type { Reads } from '../rest/api.ts'
import { maxPages, readWhole, type Rows } from '../rest/listing.ts'
import { NotOffered } from './api.ts'

export const fix = 'Give the application Directory.Read.All and AuditLog.Read.All (application permissions), with admin consent.'

/** A listing to its end, or null where it could not be read (with the gap that says so) or is not offered. */
export async function* whole<Row>(
  api: Reads,
  rows: Rows<Row>,
  object: string,
  advice = fix,
): AsyncGenerator<Observation, { rows: Row[]; isWhole: boolean } | null> {
  try {
    const found = await readWhole(api, rows, object, maxPages)
    if (found.gap) yield { see: 'gap', gap: found.gap }
    yield { see: 'covered', object, seen: found.rows.length }
    return { rows: found.rows, isWhole: found.gap === null }
  } catch (error) {
    if (!(error instanceof NotOffered)) yield { see: 'gap', gap: gapOf(error, object, advice) }
    return null
  }
}
