import { findTokens } from '@/lib/db/find.ts'
import { door } from '@/lib/server/web/door.ts'
import { ground } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** The tokens that a leak may be of by what was typed: a name, an id, what lists show of it, or the address of its page. */
export const GET = door(async (request) => {
  const viewer = await requireViewer('exposures:edit')
  const { db } = await ground()
  const found = await findTokens(db, viewer, new URL(request.url).searchParams.get('match') ?? '')
  return { values: found.map(({ id, title, detail }) => ({ value: id, name: title, detail })) }
})
