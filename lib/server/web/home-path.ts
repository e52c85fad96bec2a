import 'server-only'
import { presentSources } from '../../db/present-sources.ts'
import { demoState } from '../../flows/demo.ts'
import type { Role } from '../../model/viewer.ts'
import { ground } from './ground.ts'

/**
 * The address at which a signed-in person begins, as it is in the end: an owner's are their tasks; for the others the start page as
 * long as nothing is connected or the demo is still being set up, then the inventory. Whoever signs in is led there at once, with no
 * page in between.
 */
export async function homePath(role: Role | null): Promise<'/' | '/tokens' | '/tasks'> {
  if (role === 'owner') return '/tasks'
  const { db } = await ground()
  const [sources, demo] = await Promise.all([presentSources(db), demoState({ db })])
  return sources.length === 0 || demo.asked ? '/' : '/tokens'
}
