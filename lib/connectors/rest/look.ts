import type { Shown } from '../../model/provider-act.ts'
import type { Look } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import type { Query, Reads } from './api.ts'

export const shownAs = (shown: Shown): Look => ({ shown, place: null, says: null })
export const cannotTell = (says: string): Look => ({ shown: 'cannot-tell', place: null, says })

/** One token at an address of its own. */
export type Addressed = {
  path: string
  query?: Query
  /** What an answer shows; null for the answer of another, or one that cannot be read. */
  shows(data: unknown): Shown | Look | null
} & (
  | {
      /** The list that it stands in, if that is not the path without its last part; and how little of it is asked for. */
      list?: string
      listQuery: Query
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
  await api.get(addressed.list ?? path.slice(0, path.lastIndexOf('/')), addressed.listQuery)
  return shownAs('gone')
}
