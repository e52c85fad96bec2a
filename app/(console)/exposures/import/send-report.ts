import type { ReportOutcome } from '@/lib/flows/import-report.ts'

type Refused = { done: false; message: string; issues: readonly { where: string; what: string }[]; requestId?: string }
export type ReportAnswer = { outcome: ReportOutcome } | { refused: Refused }

/** Sends a report as it is. Never rejects: whatever goes wrong is a refusal in words. */
export async function sendReport(file: File, dry: boolean): Promise<ReportAnswer> {
  const query = new URLSearchParams({ name: file.name.slice(0, 100), ...(dry && { dry: 'yes' }) })
  try {
    const response = await fetch(`/api/v1/exposure-reports?${query}`, {
      method: 'POST',
      // The file's own type says nothing to us, and a type of text/plain would let another site send it without asking.
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    })
    const told = (await response.json().catch(() => null)) as Record<string, unknown> | null
    if (response.ok && told) return { outcome: told as ReportOutcome }
    const { detail, issues = [], instance } = (told ?? {}) as { detail?: string; issues?: Refused['issues']; instance?: string }
    const message = detail ?? `The server answered ${response.status} and no reason. Look under Exposures whether it was taken in.`
    const requestId = response.status >= 500 && instance ? { requestId: instance.replace('urn:uuid:', '') } : {}
    return { refused: { done: false, message, issues, ...requestId } }
  } catch {
    return { refused: { done: false, message: 'The connection broke off. Look under Exposures whether it was taken in, and otherwise send it again.', issues: [] } }
  }
} // prettier-ignore
