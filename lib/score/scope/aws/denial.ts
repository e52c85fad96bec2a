import { shown } from '../rating.ts'
import { awsActions } from './catalogue.ts'
import type { AppliedPolicy } from './iam.ts'
import { namedActions } from './named-actions.ts'
import type { Statement } from './policy-document.ts'
import { resourceCovers } from './resource-reach.ts'
import { covers } from './wildcard.ts'

/** What denials take away. Ids are those of the list of actions. */
export type Denials = {
  /** 1 where an action is denied on everything, without conditions; null: nothing is. */
  everywhere: Uint8Array | null
  /** Whether an action that the list does not have is denied on everything. */
  unlisted(action: string): boolean
  /** The actions that are denied, without conditions, on every one of these resources; null: none. */
  on(resources: readonly string[]): Uint8Array | null
  notes: readonly string[]
}

/**
 * Reads the Deny statements of all policies. Only what is denied without conditions, and on all that an Allow names, takes
 * anything away; a denial under conditions, or with NotResource, is told in a note and counts for nothing.
 */
export function denialsOf(policies: readonly AppliedPolicy[]): Denials {
  const size = awsActions().actions.length
  const global: Statement[] = []
  const local: Statement[] = []
  const notes: string[] = []
  for (const { source, document } of policies)
    for (const statement of document.statements) {
      if (statement.effect === 'allow') continue
      if (statement.conditions.length > 0 || statement.notResources) notes.push(uncounted(source, statement))
      else if (statement.resources.some((resource) => /^\*+$/.test(resource))) global.push(statement)
      else local.push(statement)
    }
  return {
    everywhere: global.length === 0 ? null : marked(global, size),
    unlisted: (action) => global.some((statement) => names(statement, action)),
    on(resources) {
      const hitting = local.filter((deny) => resources.every((resource) => deny.resources.some((outer) => resourceCovers(outer, resource))))
      return hitting.length === 0 ? null : marked(hitting, size)
    },
    notes: notes.length > 3 ? [...notes.slice(0, 3), `${notes.length - 3} more denials are not counted either.`] : notes,
  }
}

/** Whether a statement names an action that the list does not have. */
export function names({ actions, notActions }: Statement, action: string): boolean {
  const lower = action.toLowerCase()
  const hits = (patterns: readonly string[]) => patterns.some((pattern) => covers(wholePattern(pattern), lower))
  return actions ? hits(actions) : !hits(notActions ?? [])
}

function wholePattern(pattern: string): string {
  const lower = pattern.toLowerCase()
  return /^\*+$/.test(lower) ? '*' : lower
}

function marked(statements: readonly Statement[], size: number): Uint8Array {
  const denied = new Uint8Array(size)
  for (const statement of statements) for (const { ids } of namedActions(statement)) for (const id of ids) denied[id] = 1
  return denied
}

function uncounted(source: string, { actions, notActions, conditions }: Statement): string {
  const what = actions ? actions.slice(0, 3).join(', ') : `everything but ${(notActions ?? []).slice(0, 3).join(', ')}`
  const why = conditions.length > 0 ? `under conditions (${conditions[0] ?? ''})` : 'on all but some resources'
  return shown(`A denial of ${what} ${why} in ${source} is not counted as less.`, 500)
}
