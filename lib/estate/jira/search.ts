import type { JiraIssue } from '../state.ts'

/** A question that Jira does not take. */
export class JqlError extends Error {}

/** The few questions that are asked of it: by ids, and by project and label. A number that nobody has is refused, as Jira does. */
export function matching(issues: readonly JiraIssue[], jql: string): JiraIssue[] {
  const ids = /^id in \(([\d,]+)\)$/.exec(jql)?.[1]?.split(',').map(Number)
  if (ids) {
    const unknown = ids.find((one) => !issues.some(({ id }) => id === one))
    if (unknown !== undefined) throw new JqlError(`A value with ID '${unknown}' does not exist for the field 'id'.`)
    return issues.filter(({ id }) => ids.includes(id))
  }
  const marked = /^project = "([A-Z0-9_]+)" AND labels = "([^"]+)" ORDER BY created ASC$/.exec(jql)
  if (!marked) throw new JqlError('Error in the JQL Query: it is not understood.')
  return issues.filter(({ project, labels }) => project === marked[1] && labels.includes(marked[2] ?? ''))
}

/** A page of what was found; `next` is null on the last. */
export function pageOf<Row>(rows: readonly Row[], from: string, size: number): { page: readonly Row[]; next: string | null } {
  const at = Number(from)
  if (!Number.isInteger(at) || at < 0) throw new JqlError('The provided next page token is invalid or expired.')
  const most = Math.min(Math.max(1, size), 100)
  const end = at + most
  return { page: rows.slice(at, end), next: end < rows.length ? String(end) : null }
}
