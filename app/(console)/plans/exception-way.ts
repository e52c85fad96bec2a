import { exceptionGrounds } from '@/lib/db/exception-grounds.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { mayNotAsk } from '@/lib/retirement/exceptions.ts'
import type { OpenActs } from '@/lib/retirement/plan-acts.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

type Asked = { viewer: Viewer; plan: { id: string }; acts: OpenActs }

/** Where an exception is asked for; `refused`: why none can be now. Null where it is nothing of the viewer's. */
export type ExceptionWay = { href: string; refused: string | null } | null

/** Where an exception is asked for, by those who may, or why none can be; null where it is nothing of theirs. */
export async function exceptionWay({ viewer, plan, acts }: Asked): Promise<ExceptionWay> {
  if (!may(viewer.role, 'exceptions:request') || !acts.has('propose-date')) return null
  const { db } = await webWorld()
  const grounds = await exceptionGrounds(db, viewer.scope, [plan.id])
  return { href: `/exceptions/new?plan=${plan.id}`, refused: mayNotAsk(grounds.get(plan.id) ?? []) }
}
