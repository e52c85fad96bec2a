import type { Shown } from '../../model/provider-act.ts'
import type { Look } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import type { Query, Reads } from './api.ts'
import { valueAt } from './paging.ts'

export const shownAs = (shown: Shown): Look => ({ shown, place: null, says: null })
export const cannotTell = (says: string): Look => ({ shown: 'cannot-tell', place: null, says })

/** For a list that stands in a field of its answer ("data"). */
export const isListIn = (field: string) => (data: unknown) => Array.isArray(valueAt(data, field))

/** One token at an address of its own. */
export type Addressed = {
  path: string
  query?: Query
  /** What an answer shows; null for the answer of another, or one that cannot be read. */
  shows(data: unknown): Shown | Look | null
} & (
  | {
      /** How little is asked for of the list that it stands in: the path without its last part. */
      listQuery: Query
      /** Whether an answer is such a list. Whoever took an error's body for one would take the token for gone. */
      isList(data: unknown): boolean
    }
  /** What "not there" means, where a list that can be read does not tell. */
  | { absent(): Look | Promise<Look> }
)

/**
 * What a provider shows of one token. "Not there" is also said to whoever may not see it: it is gone only where the list beside it can be read
 * all the same. Throws CallError.
 */
export async function lookAtOne(api: Pick<Reads, 'get'>, addressed: Addressed): Promise<Look> {
  const { path, query, shows } = addressed
  try {
    const shown = shows((await api.get(path, query)).data)
    if (typeof shown === 'string') return shownAs(shown)
    return shown ?? cannotTell(`GET ${path} answered another thing than was asked for.`)
  } catch (error) {
    if (!(error instanceof CallError) || error.status !== 404) throw error
  }
  if ('absent' in addressed) return addressed.absent()
  const list = path.slice(0, path.lastIndexOf('/'))
  const { data } = await api.get(list, addressed.listQuery)
  return addressed.isList(data) ? shownAs('gone') : cannotTell(`GET ${list} answered something that is no list.`)
}
