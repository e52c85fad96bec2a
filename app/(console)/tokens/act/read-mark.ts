import { z } from 'zod'
import { AppError } from '@/lib/model/app-error.ts'

/** The number of an audit entry; the database counts no further than 19 digits. */
const Mark = z.string().regex(/^\d{1,18}$/)

/** The newest audit entry that was seen, as a form says it. Throws AppError 'bad-input' where that is no number of one. */
export function readMark(said: string): string {
  const mark = Mark.safeParse(said)
  if (!mark.success) throw new AppError('bad-input', 'This form does not say what it was read after. Load the page again.')
  return mark.data
}
