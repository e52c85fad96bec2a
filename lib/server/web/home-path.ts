import 'server-only'
import { presentSources } from '../../db/present-sources.ts'
import { ground } from './ground.ts'

/**
 * The address at which a signed-in person begins, as it is in the end: the start page as long as nothing is connected, then the
 * inventory. Whoever signs in is led there at once, with no page in between.
 */
export async function homePath(): Promise<'/' | '/tokens'> {
  return (await presentSources((await ground()).db)).length === 0 ? '/' : '/tokens'
}
