import { AppError } from '@/lib/model/app-error.ts'
import { readReport, type ReportAsked } from '@/lib/model/report.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'

/** What an address asks of a report, or why it cannot be answered. Throws AppError 'not-found' where there is no such report. */
export function askedReport(id: string, query: RawQuery, now: Date): ReportAsked | AppError {
  try {
    return readReport(id, query, now)
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return error
    throw error
  }
}
