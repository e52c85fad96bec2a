import { reports } from '@/lib/model/report.ts'

/** What a report is called where its id is all that is known of it. */
export function reportTitle(id: string): string {
  if (id === 'evidence') return 'Evidence of one token'
  return reports.find((report) => report.id === id)?.title ?? id
}
