import { counted } from '@/components/tokens/detail/text-time.ts'
import { exactly } from '@/components/ui/time-words.ts'
import type { TakenFile } from '@/lib/model/taken.ts'

/** Who took a file, when, and how that ended. */
export function takenWords({
  by,
  at,
  state,
  rows,
  bytes,
  format,
}: Pick<TakenFile, 'by' | 'at' | 'state' | 'rows' | 'bytes' | 'format'>): string {
  const begun = `Taken by ${by}, ${exactly(at)} in real time`
  if (state === 'running') return `${begun}. It is under way, or its end was not seen.`
  if (state === 'cut-off') return `${begun}. It was cut off after ${counted(rows ?? 0, 'row')}: there is no whole file.`
  return `${begun}: ${counted(rows ?? 0, 'row')} of ${format.toUpperCase()}, ${counted(bytes ?? 0, 'byte')}.`
}
