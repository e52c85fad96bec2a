import { sessionLeft, type SessionLeft } from '@/lib/db/session-left.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { door } from '@/lib/server/web/door.ts'
import { ground } from '@/lib/server/web/ground.ts'
import { currentSessionHash } from '@/lib/server/web/session.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** How long this browser's session still lasts. Asking does not count as using it. */
export const GET = door(left)

/** Goes on with the session, as any other request does; answers how long it lasts now. */
export const POST = door(async () => {
  await requireViewer()
  return left()
})

async function left(): Promise<SessionLeft> {
  const hash = await currentSessionHash()
  const found = hash === null ? null : await sessionLeft((await ground()).db, hash, new Date())
  if (!found) throw new AppError('signed-out', 'You are signed out. Sign in to go on.')
  return found
}
