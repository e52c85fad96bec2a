import { demoState } from '@/lib/flows/demo.ts'
import { door } from '@/lib/server/web/door.ts'
import { ground } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** Whether the made-up company was asked for and is still being set up: the start page asks, to go on when it is there. */
export const GET = door(async () => {
  await requireViewer('sources:edit', { uses: false })
  return { asked: (await demoState(await ground())).asked }
})
