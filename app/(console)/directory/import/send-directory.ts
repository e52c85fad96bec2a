import type { DirectoryImport } from '@/lib/flows/import-directory.ts'

type Problem = { message: string; issues: readonly { where: string; what: string }[]; requestId?: string }
export type ImportAnswer = { done: DirectoryImport } | { refused: Problem }

/** Sends a file and waits for what it did, or on a dry run would do. Never rejects: whatever goes wrong is a refusal in words. */
export async function sendDirectory(file: File, asked: { rows: string; format: string; dry: 'yes' | 'no' }): Promise<ImportAnswer> {
  try {
    const response = await fetch(`/api/v1/directory-imports?${new URLSearchParams({ name: file.name.slice(0, 200), ...asked })}`, {
      method: 'POST',
      // The form's types say nothing to us, and a type of text/plain would let another site send it without asking.
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    })
    const told = (await response.json().catch(() => null)) as unknown
    if (response.ok && told) return { done: told as DirectoryImport }
    const { detail, issues = [], instance } = (told ?? {}) as { detail?: string; issues?: Problem['issues']; instance?: string }
    const requestId = response.status >= 500 && instance ? { requestId: instance.replace('urn:uuid:', '') } : {}
    return { refused: { message: detail ?? `The server answered ${response.status} and no reason.`, issues, ...requestId } }
  } catch {
    // The file may have been edited since it was chosen: a browser then cannot read it any more.
    return { refused: { message: 'The file could not be sent. Choose it again, if it was changed since, and send it again.', issues: [] } }
  }
}
