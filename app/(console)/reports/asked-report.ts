import { askReport } from '@/lib/flows/ask-report.ts'
import type { World } from '@/lib/flows/world.ts'
import { AppError } from '@/lib/model/app-error.ts'
import type { ReportAsked } from '@/lib/model/report.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'

/** What an address asks of a report, or why it cannot be answered. Throws AppError 'not-found' where there is no such report. */
export async function askedReport(world: Pick<World, 'db' | 'now'>, id: string, query: RawQuery): Promise<ReportAsked | AppError> {
  try {
    return await askReport(world, id, query)
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return error
    throw error
  }
}
