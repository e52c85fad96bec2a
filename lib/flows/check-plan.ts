import { record } from '../db/audit.ts'
import { checkableSources } from '../db/checkable-sources.ts'
import { lockPlans } from '../db/plans.ts'
import { insertPlanEvents } from '../db/write-plans.ts'
import { patientTransaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import { maySee } from './act-on-plan.ts'
import type { World } from './world.ts'

/**
 * Notes that somebody asked to have a plan's sources read now, and answers with their ids: reading them is the worker's. It proves
 * nothing by itself. Throws AppError 'not-found' as acting on the plan does, and 'conflict' where only files say what becomes of it.
 */
export async function checkPlan(world: World, viewer: Viewer, id: string): Promise<readonly string[]> {
  return patientTransaction(world.db.pool, async (client) => {
    const [plan] = await lockPlans(client, [id])
    if (!plan || !maySee(plan, viewer)) throw new AppError('not-found', 'There is no such plan.')
    const sources = await checkableSources(client, id)
    if (sources.length === 0)
      throw new AppError('conflict', 'Its tokens come from files. Import the next one under the same name to see what has changed.')
    const detail = { sources: sources.map(({ name }) => name) }
    await insertPlanEvents(client, id, [{ kind: 'checked', by: { id: viewer.id, name: viewer.name }, detail }], world.now)
    await record(client, { actor: actorOf(viewer), act: 'plan.checked', target: `plan:${id}`, after: detail }, world.now, world.auditKey)
    return sources.map((source) => source.id)
  })
}
