import type { Answer } from '../answer.ts'
import { canary } from '../canary.ts'
import { json } from '../further/answers.ts'
import type { Asked } from '../further/provider.ts'

export function failed(code: number, status: string, message: string): Answer {
  return json(code, { error: { code, message, status } })
}

export const unsigned = failed(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.')
export const forbidden = failed(403, 'PERMISSION_DENIED', 'The caller does not have permission')
export const missing = failed(404, 'NOT_FOUND', 'Requested entity was not found.')

/** A page of rows under a field: left out where there are none, as Google does. `sizeParam`: what the size is asked by. */
export function listed(rows: readonly unknown[], { query }: Asked, { field, most, sizeParam = 'pageSize' }: { field: string; most: number; sizeParam?: string }): Answer {
  const size = Math.min(most, Math.max(1, Number(query.get(sizeParam) ?? most) || most))
  const from = Number(/^at(\d{1,6})$/.exec(query.get('pageToken') ?? '')?.[1] ?? 0)
  const page = rows.slice(from, from + size)
  return json(200, { ...(page.length > 0 && { [field]: page }), ...(from + size < rows.length && { nextPageToken: `at${from + size}` }) })
} // prettier-ignore

/** A canary where Google has bytes, which are base64 in its JSON: in letters of that, so that it is found by its random part. */
export function bytesOf(seed: number, kind: string, ...of: readonly (string | number)[]): string {
  const text = canary(seed, kind, ...of).replaceAll('-', '/')
  return text.padStart(Math.ceil(text.length / 4) * 4, '/')
}
