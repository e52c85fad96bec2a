import { actionsNamed, awsActions } from './catalogue.ts'
import type { Statement } from './policy-document.ts'

/** One pattern of a statement with the actions it names. A NotAction is one pattern: everything but what it lists. */
export type Named = { pattern: string; ids: Uint16Array; unlisted: boolean }

const kept = new WeakMap<Statement, readonly Named[]>()

/** What a statement names, pattern by pattern. Kept for as long as the statement is. */
export function namedActions(statement: Statement): readonly Named[] {
  const before = kept.get(statement)
  if (before) return before
  const named = statement.actions ? [...new Set(statement.actions)].map(byPattern) : [everythingBut(statement.notActions ?? [])]
  kept.set(statement, named)
  return named
}

function byPattern(pattern: string): Named {
  const ids = actionsNamed(pattern) ?? new Uint16Array(0)
  return { pattern, ids, unlisted: ids.length === 0 }
}

function everythingBut(patterns: readonly string[]): Named {
  const { all } = awsActions()
  const left = new Uint8Array(all.length).fill(1)
  for (const pattern of patterns) for (const id of actionsNamed(pattern) ?? []) left[id] = 0
  const listed = patterns.length > 4 ? `${patterns.slice(0, 4).join(', ')} and ${patterns.length - 4} more` : patterns.join(', ')
  return { pattern: `everything but ${listed}`, ids: all.filter((id) => left[id] === 1), unlisted: false }
}
