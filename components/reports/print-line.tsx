import { exactly } from '@/components/ui/time-words.ts'

/** What paper says above a report: where it comes from, who printed it and when, in real time. On a screen it is not there. */
export function PrintLine({ by, at }: { by: string; at: Date }) {
  return (
    <p className="mb-3 hidden text-meta text-text-2 print:block">
      Standdown · printed by {by}, {exactly(at)}
    </p>
  )
}
