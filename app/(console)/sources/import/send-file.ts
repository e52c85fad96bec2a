import type { FileMap } from '@/lib/connectors/file/mapping.ts'
import type { Run } from '@/lib/model/source.ts'
import { withMap, type Problem } from './send-preview.ts'

/** A run as it comes over the wire: what the form shows of it. */
export type Outcome = { run: Pick<Run, 'id' | 'sourceId' | 'state' | 'counts' | 'covered' | 'gaps' | 'problem'> } | { refused: Problem }

/** How to read the file, as the address says it. */
export type Asked = { name: string; format: string; rows: string; covers: string }

/**
 * Sends a file as it is and waits for what came of it. The older kind of request, because only it tells how much has been sent. Never
 * rejects: whatever goes wrong is a refusal in words.
 * @param map how another tool's rows become ours; null where the file's columns are ours
 * @param onSent called with the bytes that have gone out, the last time when all have
 */
export function sendFile(file: File, asked: Asked, map: FileMap | null, onSent: (bytes: number) => void): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const broken = (message: string) => () => resolve({ refused: { message, issues: [] } })
    request.upload.onprogress = ({ loaded }) => onSent(loaded)
    request.upload.onload = () => onSent(file.size)
    request.onload = () => resolve(outcomeOf(request))
    request.onerror = broken(
      'The connection broke off. Look under Sources whether the file was taken in, and otherwise send it again. A file that takes longer than five minutes to send is imported from the command line.',
    )
    request.onabort = request.onerror
    request.open('POST', `/api/v1/imports?${new URLSearchParams({ ...asked, ...(map && { map: 'first-line' }) })}`)
    request.responseType = 'json'
    // The form's types say nothing to us, and a type of text/plain would let another site send it without asking.
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.send(map ? withMap(map, file) : file)
  })
}

function outcomeOf({ status, response }: XMLHttpRequest): Outcome {
  const told = response as Record<string, unknown> | null
  if (status === 200 && told) return { run: told as Extract<Outcome, { run: unknown }>['run'] }
  const { detail, issues = [], instance } = (told ?? {}) as { detail?: string; issues?: Problem['issues']; instance?: string }
  return {
    refused: {
      message: detail ?? `The server answered ${status} and no reason. Look under Sources whether the file was taken in.`,
      issues,
      ...(status >= 500 && instance ? { requestId: instance.replace('urn:uuid:', '') } : {}),
    },
  }
}
