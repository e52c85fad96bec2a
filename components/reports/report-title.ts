import { reports } from '@/lib/model/report.ts'

/** What a report is called where its id is all that is known of it. */
export function reportTitle(id: string): string {
  if (id === 'evidence') return 'Evidence of one token'
  if (id === 'tokens') return 'Tokens, in the form that an import reads'
  return reports.find((report) => report.id === id)?.title ?? id
}
