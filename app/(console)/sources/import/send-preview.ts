import type { FileMap } from '@/lib/connectors/file/mapping.ts'
import type { ImportPreview } from '@/lib/flows/preview-import.ts'

export type Problem = { message: string; issues: readonly { where: string; what: string }[]; requestId?: string }
export type PreviewAnswer = { preview: ImportPreview } | { refused: Problem }

/** Of what is read line by line, so much tells enough. */
const mostBytes = 2 ** 20
const lineBreak = 10

/**
 * Sends the beginning of a file and answers what is in it. Never rejects: whatever goes wrong is a refusal in words.
 * @param map how to read it; null: as it is, or by a map that is suggested
 */
export async function sendPreview(file: File, asked: { format: string; rows: string }, map: FileMap | null): Promise<PreviewAnswer> {
  try {
    const { body, cut } = await beginningOf(file, asked.format)
    const query = new URLSearchParams({ ...asked, cut: cut ? 'yes' : 'no', ...(map && { map: 'first-line' }) })
    const response = await fetch(`/api/v1/import-previews?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: map ? withMap(map, body) : body,
    })
    const told = (await response.json().catch(() => null)) as unknown
    if (response.ok && told) return { preview: told as ImportPreview }
    const { detail, issues = [], instance } = (told ?? {}) as { detail?: string; issues?: Problem['issues']; instance?: string }
    const requestId = response.status >= 500 && instance ? { requestId: instance.replace('urn:uuid:', '') } : {}
    return { refused: { message: detail ?? `The server answered ${response.status} and no reason.`, issues, ...requestId } }
  } catch {
    // The file may have been edited since it was chosen: a browser then cannot read it any more.
    return { refused: { message: 'The file could not be read. Choose it again, if it was changed since.', issues: [] } }
  }
}

/** A file behind the map by which it is to be read: a line of JSON, and then the file as it is. */
export function withMap(map: FileMap, file: Blob): Blob {
  return new Blob([`${JSON.stringify(map)}\n`, file])
}

/** A JSON list must be whole; of the others what comes before the last line break that is near enough. */
async function beginningOf(file: File, format: string): Promise<{ body: Blob; cut: boolean }> {
  if (format === 'json' || file.size <= mostBytes) return { body: file, cut: false }
  const begin = file.slice(0, mostBytes)
  const end = new Uint8Array(await begin.arrayBuffer()).lastIndexOf(lineBreak)
  return { body: end < 0 ? begin : file.slice(0, end + 1), cut: true }
}
