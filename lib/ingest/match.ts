import type { Directory, RuleCondition } from '../model/rule.ts'
import type { OwnerHint, Sighting } from '../model/sighting.ts'
import type { AssignedHow } from '../model/token.ts'

export type Assigned = { id: string; how: AssignedHow } | null

/** What a rule's condition is asked of. */
export type Matchable = Pick<Sighting, 'kind' | 'name' | 'ownerHints' | 'tags'>

/** The owner a sighting should have: what a person stated, else the first rule, else the first hint that names one we know. */
export function matchOwner(sighting: Sighting, sourceId: string, before: Assigned, directory: Directory): Assigned {
  if (before?.how === 'stated') return before
  const rule = directory.rules.find((one) => one.ownerId && holds(one.condition, sighting, sourceId))
  if (rule?.ownerId) return { id: rule.ownerId, how: 'rule' }
  for (const hint of sighting.ownerHints) {
    const id = directory.ownerByHandle.get(handleOf(hint))
    if (id) return { id, how: 'hint' }
  }
  return null
}

/** The workload a sighting should have, in the same order. */
export function matchWorkload(sighting: Sighting, sourceId: string, before: Assigned, directory: Directory): Assigned {
  if (before?.how === 'stated') return before
  const rule = directory.rules.find((one) => one.workloadId && holds(one.condition, sighting, sourceId))
  if (rule?.workloadId) return { id: rule.workloadId, how: 'rule' }
  const id = sighting.workloadHint && directory.workloadByKey.get(sighting.workloadHint.toLowerCase())
  return id ? { id, how: 'hint' } : null
}

/** The key a hint is looked up by: the way and the value, case ignored. */
export function handleOf(hint: Pick<OwnerHint, 'how' | 'value'>): string {
  return `${hint.how}:${hint.value.toLowerCase()}`
}

/** Whether everything a condition asks for holds. */
export function holds(condition: RuleCondition, sighting: Matchable, sourceId: string): boolean {
  const { provider, kind, name, tag, handle } = condition
  if (provider !== undefined && !sighting.kind.startsWith(`${provider}.`)) return false
  if (kind !== undefined && !matches(kind, sighting.kind)) return false
  if (condition.sourceId !== undefined && condition.sourceId !== sourceId) return false
  if (name !== undefined && !matches(name, sighting.name)) return false
  if (handle !== undefined && !sighting.ownerHints.some((hint) => matches(handle, hint.value))) return false
  if (tag !== undefined) {
    const found = Object.entries(sighting.tags).find(([key]) => key.toLowerCase() === tag.key.toLowerCase())
    if (!found || (tag.value !== undefined && !matches(tag.value, found[1]))) return false
  }
  return true
}

/** Whether text fits a pattern in which `*` is any run of characters. Linear in the text for each star: no backtracking to exploit. */
export function matches(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split('*')
  const subject = text.toLowerCase()
  const first = parts[0] ?? ''
  if (parts.length === 1) return subject === first
  const last = parts.at(-1) ?? ''
  if (!subject.startsWith(first) || subject.length < first.length + last.length || !subject.endsWith(last)) return false
  let from = first.length
  const end = subject.length - last.length
  for (const part of parts.slice(1, -1)) {
    const at = subject.indexOf(part, from)
    if (at < 0 || at + part.length > end) return false
    from = at + part.length
  }
  return true
}
