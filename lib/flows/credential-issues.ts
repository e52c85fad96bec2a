import type { z } from 'zod'
import type { Issue } from '../model/app-error.ts'

type Wrong = z.core.$ZodIssue

/**
 * What of a credential a connector's schema does not take, by its fields. A schema's own message may repeat what was entered; a credential's
 * must not, so each is told by its sort.
 */
export function credentialIssues({ issues }: z.core.$ZodError, given: unknown): Issue[] {
  return issues.flatMap(nearest).map((issue) => ({ where: `credential.${issue.path.join('.')}`, what: wordsOf(issue, given) }))
}

/** Of several forms the one that was meant: which knows every field that was given, and misses the least. */
function nearest(issue: Wrong): readonly Wrong[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const strange = (form: readonly Wrong[]) => form.filter(({ code }) => code === 'unrecognized_keys').length
  const [first = []] = issue.errors.toSorted((one, other) => strange(one) - strange(other) || one.length - other.length)
  return first.flatMap((one) => nearest({ ...one, path: [...issue.path, ...one.path] }))
}

function wordsOf(issue: Wrong, given: unknown): string {
  if (issue.code === 'unrecognized_keys') return 'This connector knows no such field.'
  if (isMissing(given, issue.path)) return 'Is missing.'
  if (issue.code === 'too_small' && issue.origin === 'string') return `Is too short: it takes at least ${issue.minimum} characters.`
  if (issue.code === 'too_big' && issue.origin === 'string') return `Is too long: it takes at most ${issue.maximum} characters.`
  return 'Is not of the form that this connector takes.'
}

function isMissing(given: unknown, path: readonly PropertyKey[]): boolean {
  const at = path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    given,
  )
  return at === undefined || at === null || at === ''
}
