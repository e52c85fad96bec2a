import { firstSync } from '../db/first-sync.ts'
import { readReport, type ReportAsked } from '../model/report.ts'
import type { RawQuery } from '../model/token-search.ts'
import type { World } from './world.ts'

/**
 * What an address or a command asks of a report. A day of which nothing was kept, as the first sync came after it, is refused like one
 * that is not over: an empty file with a checksum would say that there was nothing. Throws what `readReport` throws.
 */
export async function askReport(world: Pick<World, 'db' | 'now'>, id: string, query: RawQuery): Promise<ReportAsked> {
  return readReport(id, query, world.now, query['as-of'] ? await firstSync(world.db) : undefined)
}
