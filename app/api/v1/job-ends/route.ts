import { takeTurn } from '@/lib/db/attempts.ts'
import { tellJobEnded } from '@/lib/flows/tie-token.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { jsonBody } from '@/lib/server/web/json-body.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

const turns = { turns: 60, seconds: 60 }

/** Tells that a job has ended: `{"job": "migration-2026", "says": "…"}`. An owner ends what is theirs; those who see all, all that ends with it. */
export const POST = door(async (request) => {
  const viewer = await requireViewer('tasks:act')
  const world = await webWorld()
  const wait = await takeTurn(world.db, `job-ends|${viewer.id}`, turns, new Date())
  if (wait > 0) throw new AppError('too-many', `At most ${turns.turns} jobs a minute. Wait ${wait} seconds.`)
  const { job, says } = await jsonBody(request)
  return tellJobEnded(world, { actor: actorOf(viewer), scope: viewer.scope }, { job, says })
})
